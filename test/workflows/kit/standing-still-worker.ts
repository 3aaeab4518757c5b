import { setTimeout as sleep } from 'node:timers/promises';
import { NativeConnection, Worker } from '@temporalio/worker';
import { endWhenStoodStill } from '../../../workers/stood-still.ts';

/** A worker that a test can let stand still with SIGSTOP. Its settings come as JSON in the first argument. */
const { address, taskQueue, codePath } = JSON.parse(process.argv[2] as string) as Record<string, string>;
const worker = await Worker.create({
  connection: await NativeConnection.connect({ address: address as string }),
  taskQueue: taskQueue as string,
  workflowBundle: { codePath: codePath as string },
  activities: { takes: (ms: number) => sleep(ms) },
});
endWhenStoodStill(1_000);
console.log('ready');
await worker.run();
