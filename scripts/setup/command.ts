import { type ChildProcess, spawn } from 'node:child_process';
import { openLog } from './logs.ts';
import { noteProcess } from './pid-folder.ts';
import { endProcess, type ProcessId, processId } from './process-id.ts';

/** A process to run, described before it is started so that a supervisor can start it again. */
export interface Command {
  name: string;
  file: string;
  args: string[];
  /** Added to this process' environment. */
  env?: Record<string, string>;
  cwd?: string;
  uid?: number;
  gid?: number;
  /** The signal that ends it cleanly; SIGTERM unless told. */
  stopSignal?: NodeJS.Signals;
  /** Milliseconds it may take to end before it is killed; 10,000 unless told. */
  graceMs?: number;
}

/** A command that has been started. */
export interface Launched {
  command: Command;
  id: ProcessId;
  /** Why it ended, once it has. */
  ended(): string | undefined;
  /** Resolves when it has ended, with the reason. */
  exited: Promise<string>;
  /** Ends it: its stop signal first, then SIGKILL. Resolves when it is gone. */
  stop(): Promise<void>;
}

/**
 * Starts a command with its output appended to `logFile`. It gets a process group of its own, so that Ctrl-C in a
 * terminal reaches only the starter, which ends its children in order. Output that cannot be written is left out, and
 * `logFailed` is told. Throws when the file cannot be run.
 */
export async function launch(
  command: Command,
  logFile: string,
  logFailed: (error: Error) => void = () => undefined,
): Promise<Launched> {
  const log = openLog(logFile, logFailed);
  log.write(`--- ${new Date().toISOString()} ${command.name} starts\n`);
  const child = spawn(command.file, command.args, {
    cwd: command.cwd,
    env: { ...process.env, ...command.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    ...(command.uid === undefined ? {} : { uid: command.uid }),
    ...(command.gid === undefined ? {} : { gid: command.gid }),
  });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  await spawned(child, command);
  const id = processId(child.pid as number);
  noteProcess(id);
  let reason: string | undefined;
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      reason = `${command.name} ended with ${signal ?? `exit code ${code}`} (its log: ${logFile})`;
      log.write(`--- ${new Date().toISOString()} ${reason}\n`);
      resolve(reason);
    });
  });
  // Its last words may arrive after its end, and its own children may go on talking.
  child.once('close', () => log.end());
  return {
    command,
    id,
    ended: () => reason,
    exited,
    stop: async () => {
      if (reason === undefined) await endProcess(id, command.graceMs, command.stopSignal);
      await exited;
    },
  };
}

function spawned(child: ChildProcess, command: Command): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => reject(new Error(`${command.name} cannot be started: ${error.message}`)));
  });
}
