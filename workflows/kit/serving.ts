import { CancellationScope, condition } from '@temporalio/workflow';

/** Jobs one after the other, and between them whatever a clock has due. */
export interface Serving {
  /** Queues a job and waits for its result. */
  queued<T>(job: () => Promise<T>): Promise<T>;
  /** Nothing is queued or being served. */
  idle(): boolean;
}

/**
 * One loop serves everything that changes a piece of state, so that two changes never overlap. It goes on when the case is
 * cancelled, because a decision about the rollback still has to be taken. A job's failure goes to whoever queued it.
 * @param clock `dueAt` is asked anew before each wait (UTC instant; null: nothing); `onDue` must move it on
 */
export function serveInOrder(clock: { dueAt(): string | null; onDue(): Promise<void> }): Serving {
  const queue: Array<() => Promise<void>> = [];
  let busy = false;
  const called = () => queue.length > 0;

  async function wait(): Promise<void> {
    const dueAt = clock.dueAt();
    if (dueAt === null) await condition(called);
    else if (Date.parse(dueAt) > Date.now()) await condition(called, Date.parse(dueAt) - Date.now());
  }

  async function serve(): Promise<void> {
    for (;;) {
      if (!called()) await wait();
      busy = true;
      await (queue.shift() ?? clock.onDue)();
      busy = false;
    }
  }

  void CancellationScope.nonCancellable(serve);
  return {
    idle: () => queue.length === 0 && !busy,
    queued: (job) =>
      new Promise((resolve, reject) => {
        queue.push(() => job().then(resolve, reject));
      }),
  };
}
