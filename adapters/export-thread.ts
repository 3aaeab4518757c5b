import { parentPort } from 'node:worker_threads';
import { exportRows } from './export-rows.ts';

parentPort?.on('message', async (file: string) => {
  parentPort?.postMessage(await exportRows(file));
});
