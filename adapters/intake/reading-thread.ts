import { parentPort, workerData } from 'node:worker_threads';
import { JOBS } from './deal/reading-jobs.ts';

const { job, input } = workerData as { job: keyof typeof JOBS; input: never };
parentPort?.postMessage({ answer: await JOBS[job](input) });
