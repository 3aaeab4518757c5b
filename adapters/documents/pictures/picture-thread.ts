import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { readBytes } from '../read-bytes.ts';
import { createRecogniser } from './recogniser.ts';

/** Behind everything that somebody waits for. */
const NICE = 10;
// On Linux alone a thread has a priority of its own; elsewhere this would slow the whole process down.
if (process.platform === 'linux') setPriority(NICE);

parentPort?.on('message', async (bytes: Uint8Array) => {
  const document = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  parentPort?.postMessage(await readBytes(document, await createRecogniser()));
});
