import { parentPort } from 'node:worker_threads';
import { readBytes } from './read-bytes.ts';

parentPort?.on('message', async (bytes: Uint8Array) => {
  parentPort?.postMessage(await readBytes(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)));
});
