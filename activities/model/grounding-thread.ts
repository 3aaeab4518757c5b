import { parentPort } from 'node:worker_threads';
import { JOBS } from './grounding-jobs.ts';

parentPort?.on('message', ({ job, input }: { job: keyof typeof JOBS; input: never }) => {
  parentPort?.postMessage({ answer: JOBS[job](input) });
});
