import { type Command, type Launched, launch } from './command.ts';
import type { Disk } from './disk.ts';
import { lastLines, logFile } from './logs.ts';
import type { ProcessId } from './process-id.ts';
import type { Say } from './tools.ts';

const FIRST_PAUSE_MS = 500;
/** Short, because it is all that a process waits for once what it needs is back. */
const LONGEST_PAUSE_MS = 2_000;
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
 * Keeps processes running: one that ends is started again after 0.5 s, 1 s, at most 2 s, and not while the disk
 * is full. Output goes to `<logFolder>/<name>.log`. `changed` is called whenever a child has started or ended.
 */
export function createSupervisor(
  options: { logFolder: string; say: Say; disk?: Disk; changed?: () => void } & Pauses,
): Supervisor {
  const firstPause = options.firstPauseMs ?? FIRST_PAUSE_MS;
  const longestPause = options.longestPauseMs ?? LONGEST_PAUSE_MS;
  const running = new Map<string, Launched>();
  const order: string[] = [];
  const wake = new AbortController();
  const woken = new Promise<void>((resolve) => {
    wake.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  let stopping: Promise<void> | undefined;

  async function launchOnce(task: Task): Promise<Launched> {
    const log = logFile(options.logFolder, task.name);
    const launched = await launch(await task.command(), log, options.disk?.failed);
    running.set(task.name, launched);
    options.changed?.();
    return launched;
  }

  async function keepUp(task: Task, first: Launched): Promise<void> {
    let launched: Launched | undefined = first;
    let pause = firstPause;
    let quiet = false;
    for (;;) {
      const began = Date.now();
      const reason: string = launched ? await launched.exited : `${task.name} could not be started`;
      if (stopping) return;
      running.delete(task.name);
      options.changed?.();
      if (Date.now() - began > STEADY_MS) pause = firstPause;
      if (pause < longestPause) options.say(`${reason}; starting it again in ${pause / 1000} s`);
      else if (!quiet) options.say(`${reason}; it is started again every ${pause / 1000} s until it stays`);
      // A process that keeps ending is said once: its log holds the rest.
      quiet = pause >= longestPause;
      await sleep(pause, wake.signal);
      pause = Math.min(pause * 2, longestPause);
      await Promise.race([options.disk?.room(), woken]);
      if (stopping) return;
      launched = await launchOnce(task).catch((error: Error) => {
        if (!quiet) options.say(error.message);
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
