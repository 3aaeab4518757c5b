import { parentPort } from 'node:worker_threads';
import { JOBS } from './reading-jobs.ts';

parentPort?.on('message', async ({ job, input }: { job: keyof typeof JOBS; input: never }) => {
  parentPort?.postMessage({ answer: await JOBS[job](input) });
});
