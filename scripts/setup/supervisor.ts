import { type Command, type Launched, launch } from './command.ts';
import { lastLines, logFile } from './logs.ts';
import type { ProcessId } from './process-id.ts';
import type { Say } from './tools.ts';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** A process that ran this long has earned a quick restart. */
const STEADY_MS = 60_000;

/** How long a process that has ended rests before it is started again. */
export interface Pauses {
  firstPauseMs?: number;
  longestPauseMs?: number;
}

/** What to run and when it counts as started. */
export interface Task {
  name: string;
  /** Asked again before every start, so that it can clear what a killed process left. */
  command: () => Command | Promise<Command>;
  /** Resolves when the process does its work; `ended` says why it no longer can. */
  ready: (ended: () => string | undefined) => Promise<void>;
}

export interface Supervisor {
  /** Starts a task and keeps it running. Resolves when it is ready; throws when it ends before that. */
  start(task: Task): Promise<void>;
  /** The running children by name. */
  children(): Record<string, ProcessId>;
  /** Ends everything, last started first. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Keeps processes running: one that ends is started again after 0.5 s, 1 s, 2 s … at most 30 s. Output goes to
 * `<logFolder>/<name>.log`. `changed` is called whenever a child has started or ended.
 */
export function createSupervisor(
  options: { logFolder: string; say: Say; changed?: () => void } & Pauses,
): Supervisor {
  const running = new Map<string, Launched>();
  const order: string[] = [];
  const wake = new AbortController();
  let stopping: Promise<void> | undefined;

  async function launchOnce(task: Task): Promise<Launched> {
    const launched = await launch(await task.command(), logFile(options.logFolder, task.name));
    running.set(task.name, launched);
    options.changed?.();
    return launched;
  }

  async function keepUp(task: Task, first: Launched): Promise<void> {
    let launched: Launched | undefined = first;
    let pause = options.firstPauseMs ?? FIRST_PAUSE_MS;
    for (;;) {
      const began = Date.now();
      const reason: string = launched ? await launched.exited : 'it could not be started';
      if (stopping) return;
      running.delete(task.name);
      options.changed?.();
      if (Date.now() - began > STEADY_MS) pause = options.firstPauseMs ?? FIRST_PAUSE_MS;
      options.say(`${reason}; starting it again in ${pause / 1000} s`);
      await sleep(pause, wake.signal);
      pause = Math.min(pause * 2, options.longestPauseMs ?? LONGEST_PAUSE_MS);
      if (stopping) return;
      launched = await launchOnce(task).catch((error: Error) => {
        options.say(error.message);
        return undefined;
      });
      // stop() may have come while the process was being started.
      if (stopping) await launched?.stop();
    }
  }

  return {
    async start(task) {
      const launched = await launchOnce(task);
      order.push(task.name);
      if (stopping) {
        await launched.stop();
        throw new Error('Quarterdeck is being stopped');
      }
      try {
        await task.ready(launched.ended);
      } catch (error) {
        await launched.stop();
        running.delete(task.name);
        throw new Error(`${(error as Error).message}\n${lastLines(logFile(options.logFolder, task.name))}`);
      }
      void keepUp(task, launched);
    },
    children: () => Object.fromEntries([...running].map(([name, launched]) => [name, launched.id])),
    stop() {
      stopping ??= (async () => {
        wake.abort();
        for (const name of order.reverse()) await running.get(name)?.stop();
        for (const launched of running.values()) await launched.stop();
        running.clear();
      })();
      return stopping;
    },
  };
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const wake = () => {
      clearTimeout(timer);
      resolve();
    };
    if (signal.aborted) wake();
    else signal.addEventListener('abort', wake, { once: true });
  });
}
