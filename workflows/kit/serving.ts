import { CancellationScope, condition } from '@temporalio/workflow';

/** Runs jobs one after the other, and between them what a clock makes due. */
export interface Serving {
  /** Queues a job and waits for its result. */
  queued<T>(job: () => Promise<T>): Promise<T>;
  /** Nothing is queued or being served. */
  idle(): boolean;
}

export interface ServingClock {
  /** Asked again before each wait. UTC instant; null when nothing is due. */
  dueAt(): string | null;
  /** Must move `dueAt` on. */
  onDue(): Promise<void>;
  /** Told why `onDue` broke off; it is called again after an hour. */
  failed(error: unknown): void;
}

const LATER_MS = 3_600_000;

/**
 * One loop serves everything that changes a piece of state, so that two changes never overlap. It goes on when the case is
 * cancelled, because a decision about the rollback still has to be taken. A job's failure goes to whoever queued it.
 */
export function serveInOrder(clock: ServingClock): Serving {
  const queue: Array<() => Promise<void>> = [];
  let busy = false;
  /** After a failure, the earliest moment of the next try, in milliseconds since 1970. */
  let notBefore = 0;
  const called = () => queue.length > 0;

  async function wait(): Promise<void> {
    const dueAt = clock.dueAt();
    if (dueAt === null) return condition(called);
    const wait = Math.max(Date.parse(dueAt), notBefore) - Date.now();
    if (wait > 0) await condition(called, wait);
  }

  async function due(): Promise<void> {
    try {
      await clock.onDue();
      notBefore = 0;
    } catch (error) {
      // If this were thrown on, the workflow's task would fail for good, and nobody could decide or ask any more.
      notBefore = Date.now() + LATER_MS;
      clock.failed(error);
    }
  }

  async function serve(): Promise<void> {
    for (;;) {
      if (!called()) await wait();
      busy = true;
      await (queue.shift() ?? due)();
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
