import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CLONE } from '../../scripts/setup/state.ts';

/** An ordinary user that every Linux has. */
export const NOBODY = 65_534;

/** Programs that npm and the scripts call by name; without Java, so that nothing is fetched for tests that skip time. */
const PROGRAMS = ['sh', 'id', 'env'];
const LONGEST_MS = 170_000;

/** A value for NODE_OPTIONS with which Node cannot reach the host that Temporal's servers are downloaded from. */
export function withoutDownloads(folder: string): string {
  const file = join(folder, 'without-downloads.mjs');
  writeFileSync(
    file,
    `const real = globalThis.fetch;
     globalThis.fetch = (address, options) =>
       String(address).includes('temporal.download') ? Promise.reject(new Error('closed')) : real(address, options);\n`,
  );
  return `--import=${pathToFileURL(file).href}`;
}

/** How a command is run on an empty machine. */
export interface Run {
  /** Of the process; the test's own when left out. */
  uid?: number;
  umask?: string;
  /** Added to the environment, which has nothing but a PATH and empty folders; undefined takes one out. */
  env?: Record<string, string | undefined>;
  cwd?: string;
}

/** A command that has been started. */
export interface Running {
  said(): string;
  /** Resolves when it has said so; rejects when it ends before that. */
  says(text: string): Promise<void>;
  /** The folder that it shares with other clones. */
  shared: string;
  /** What Ctrl-C in a terminal does. */
  interrupt(): void;
  /** Resolves to its exit code. */
  ended: Promise<number | null>;
}

/**
 * A machine on which nothing of Quarterdeck was ever run: a clone in a path with spaces and letters beyond ASCII, with its
 * packages installed; an empty home, state folder, caches and folder for temporary files; on the PATH Node, npm and a shell
 * only, and no downloads. Temporal's command line is handed in.
 */
export function emptyMachine(temporal: string) {
  const folder = mkdtempSync('/var/tmp/qd-first-');
  chmodSync(folder, 0o755);
  const clone = join(folder, 'My clones', 'quärterdeck ✓');
  const bare = join(folder, 'bare');
  copyFiles(clone);
  copyFiles(bare);
  hardLink(join(CLONE, 'node_modules'), join(clone, 'node_modules'));
  mkdirSync(join(folder, 'bin'));
  const system = (process.env.PATH ?? '').split(delimiter).filter((one) => !one.includes('node_modules'));
  const place = (name: string) =>
    symlinkSync(realpathSync(join(holding(system, name), name)), join(folder, 'bin', name));
  for (const name of ['node', 'npm', ...PROGRAMS]) place(name);
  hardLink(temporal, join(folder, 'temporal'));
  const environment = (owner: string): Record<string, string> => {
    const of = (name: string) => join(folder, owner, name);
    return {
      PATH: join(folder, 'bin'),
      HOME: of('home'),
      TMPDIR: of('tmp'),
      XDG_CACHE_HOME: of('cache'),
      QUARTERDECK_STATE: of('stäte/of this clone'),
      QUARTERDECK_SHARED: of('shared'),
      QUARTERDECK_TEMPORAL_CLI: join(folder, 'temporal'),
      NODE_OPTIONS: withoutDownloads(folder),
    };
  };
  let owners = 0;
  return {
    folder,
    /** A clone without its packages. */
    bare,
    /** Runs `npm …` with empty folders of its own. */
    npm(args: string[], run: Run = {}): Running {
      owners += 1;
      const env = environment(`run ${owners}`);
      const own = join(folder, `run ${owners}`);
      for (const path of [own, env.HOME as string, env.TMPDIR as string]) {
        mkdirSync(path);
        chmodSync(path, 0o755);
        if (run.uid !== undefined) chownSync(path, run.uid, run.uid);
      }
      const shared = env.QUARTERDECK_SHARED as string;
      return {
        ...start(['npm', ...args], { ...run, cwd: run.cwd ?? clone, env: { ...env, ...run.env } }),
        shared,
      };
    },
    /** Processes that have this machine's folder in their environment, as command lines. */
    left: () => processesWith(folder).map(({ line }) => line),
    /** Ends what a failed test has left, and removes everything. */
    remove() {
      for (const { pid } of processesWith(folder)) process.kill(pid, 'SIGKILL');
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

function start(command: string[], { uid, umask = '022', env, cwd }: Run): Omit<Running, 'shared'> {
  const child = spawn('/bin/sh', ['-c', `umask ${umask}; exec "$@"`, 'sh', ...command], {
    cwd,
    env: env as NodeJS.ProcessEnv,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += chunk));
  const ended = new Promise<number | null>((done) => child.once('close', done));
  const toGroup = (signal: NodeJS.Signals) => killGroup(child, signal);
  const tooLong = setTimeout(() => toGroup('SIGKILL'), LONGEST_MS);
  void ended.then(() => clearTimeout(tooLong));
  return {
    said: () => said,
    async says(text) {
      while (!said.includes(text)) {
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`it ended, and said:\n${said}`);
        await new Promise((done) => setTimeout(done, 100));
      }
    },
    interrupt: () => toGroup('SIGINT'),
    ended,
  };
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    process.kill(-(child.pid as number), signal);
  } catch {
    // It has ended.
  }
}

function copyFiles(to: string): void {
  mkdirSync(to, { recursive: true });
  const own = readdirSync(CLONE).filter((name) => !['node_modules', '.git', 'dist'].includes(name));
  for (const name of own)
    cpSync(join(CLONE, name), join(to, name), { recursive: true, preserveTimestamps: true });
  spawnSync('chmod', ['-R', 'a+rX', to]);
}

/** Links, so nothing may write into it; a copy where links cannot be made or others could not read what is linked. */
function hardLink(from: string, to: string): void {
  const readable = (statSync(from).mode & constants.S_IROTH) !== 0;
  if (readable && spawnSync('cp', ['-al', from, to]).status === 0) return;
  rmSync(to, { recursive: true, force: true });
  spawnSync('cp', ['-a', '--reflink=auto', from, to]);
  spawnSync('chmod', ['-R', 'a+rX', to]);
}

function holding(folders: string[], program: string): string {
  for (const folder of folders) {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return folder;
    } catch {
      // Not here.
    }
  }
  throw new Error(`${program} is not on the PATH`);
}

function processesWith(folder: string): { pid: number; line: string }[] {
  return readdirSync('/proc').flatMap((pid) => {
    try {
      if (!/^\d+$/.test(pid) || !readFileSync(`/proc/${pid}/environ`, 'utf8').includes(folder)) return [];
      return { pid: Number(pid), line: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') };
    } catch {
      return [];
    }
  });
}
