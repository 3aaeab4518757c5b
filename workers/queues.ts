import { availableParallelism } from 'node:os';
import { type ResourceBasedTuner, Worker, type WorkerOptions } from '@temporalio/worker';
import { type Queue, queueName } from '../domain/intake.ts';

/** What is read at once: a document takes a core, a vendor and a model only patience. */
const SLOTS: Record<Exclude<Queue, 'cases'>, number> = {
  documents: availableParallelism(),
  vendors: 20,
  models: 5,
  // Each sends a page to Postgres and waits for it: more would take the database from the cases.
  batches: 4,
};

/**
 * What the cases' worker does at once, by how busy the machine is. The clock of a workflow task runs from the moment when it is
 * taken: with more of them at once than the processors can do in that time, each is begun again and again and none ends. Those that
 * wait with the server lose nothing. A slow vendor leaves the processors idle, so that others go on meanwhile.
 */
export const CASE_SLOTS: ResourceBasedTuner = {
  tunerOptions: { targetCpuUsage: 0.9, targetMemoryUsage: 0.9 },
  workflowTaskSlotOptions: { minimumSlots: 2 * availableParallelism(), maximumSlots: 40 },
  activityTaskSlotOptions: { minimumSlots: 20, maximumSlots: 100 },
  // Of a task that has been taken: they never wait.
  localActivityTaskSlotOptions: { minimumSlots: 100, maximumSlots: 100 },
};

/** The queues that one process polls, as one. */
export interface Polling {
  /** `RUNNING` while every queue is polled. */
  getState(): string;
  /** Ends by itself on SIGINT and SIGTERM, and when one of them fails. */
  run(): Promise<void>;
  shutdown(): void;
}

/**
 * A Temporal worker for each queue, with slots of its own: what fills one holds up no other. All of them know every activity;
 * only that of the cases runs workflows.
 * @param options of the cases' worker; `taskQueue` is the configured name
 */
export async function pollQueues(
  queues: readonly Queue[],
  options: WorkerOptions & { taskQueue: string },
): Promise<Polling> {
  const workers = await Promise.all(queues.map((queue) => Worker.create(optionsOf(queue, options))));
  const shutdown = () => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  return {
    shutdown,
    getState: () =>
      workers.map((worker) => worker.getState()).find((state) => state !== 'RUNNING') ?? 'RUNNING',
    async run() {
      const ended = await Promise.allSettled(workers.map((worker) => worker.run().finally(shutdown)));
      const failed = ended.find((one) => one.status === 'rejected');
      if (failed) throw failed.reason;
    },
  };
}

function optionsOf(queue: Queue, options: WorkerOptions & { taskQueue: string }): WorkerOptions {
  if (queue === 'cases') return { ...options, tuner: CASE_SLOTS };
  const { workflowBundle: _bundle, workflowsPath: _path, maxCachedWorkflows: _cached, ...others } = options;
  return {
    ...others,
    taskQueue: queueName(options.taskQueue, queue),
    maxConcurrentActivityTaskExecutions: SLOTS[queue],
  };
}
