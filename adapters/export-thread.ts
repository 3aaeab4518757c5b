import { parentPort } from 'node:worker_threads';
import { exportRows } from './export-rows.ts';
import type { StatedFile } from './tables/read-text.ts';

parentPort?.on('message', async ({ file, stated }: { file: string; stated: StatedFile }) => {
  parentPort?.postMessage(await exportRows(file, stated));
});
