import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isAlive } from './alive.mjs';
import { runGroup } from './group.mjs';
import { withLock } from './lock.mjs';
import { cacheFolder, cachePath, executable, onPath } from './programs.mjs';
import { spaced } from './progress.mjs';

/** Newer tags carry a `replace` directive, which `go install` refuses. */
const CLI_VERSION = 'v1.5.1';
/** Go modules and packages that are fetched and compiled for it when none was before, counted on Linux. */
const MODULES = 160;
const PACKAGES = 1_300;
const PROGRESS_EVERY_MS = 20_000;
const PROGRAM = process.platform === 'win32' ? 'temporal.exe' : 'temporal';
const DRAFT = 'building-';

/** How long the build takes, for people. */
export const BUILD_TIME = '4 minutes on two idle cores, 8 to 20 on a busy machine';

/**
 * The Temporal command line that is already here: what `QUARTERDECK_TEMPORAL_CLI` names, else `temporal` on the PATH, else
 * the one in the cache. Undefined when there is none. Throws a sentence when the variable names something else.
 * @returns {string | undefined}
 */
export function findCli() {
  const given = process.env.QUARTERDECK_TEMPORAL_CLI;
  if (!given) return onPath('temporal') ?? cachedCli();
  if (runs(resolve(given))) return resolve(given);
  throw new Error(
    `QUARTERDECK_TEMPORAL_CLI names ${given}, which does not run as the Temporal command line: correct it or unset it.`,
  );
}

/** One that does not run, such as half a file that an earlier version has left, is as good as none. */
function cachedCli() {
  const path = cachePath('bin', PROGRAM);
  return existsSync(path) && runs(path) ? path : undefined;
}

/** @param {string} path */
function runs(path) {
  if (!executable(path)) return false;
  const { status, error } = spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 });
  // A machine that is too busy to answer says nothing about the file.
  return status === 0 || /** @type {NodeJS.ErrnoException | undefined} */ (error)?.code === 'ETIMEDOUT';
}

/**
 * One sentence when Go cannot build it here, otherwise undefined. v1.5.1 wants Go 1.25, which Go 1.21 and newer fetch by
 * themselves unless they are told not to.
 */
export function goTrouble() {
  const fix =
    'install the Temporal CLI (https://docs.temporal.io/cli) or Go 1.25 or newer (https://go.dev/dl)';
  if (!onPath('go')) {
    return `Neither \`temporal\` nor Go is on the PATH and temporal.download cannot be reached: ${fix}.`;
  }
  const { GOVERSION = '', GOTOOLCHAIN = '' } = goEnvironment();
  const minor = Number(/^go1\.(\d+)/.exec(GOVERSION)?.[1] ?? Number.POSITIVE_INFINITY);
  if (minor >= 25 || (minor >= 21 && !GOTOOLCHAIN.startsWith('local'))) return undefined;
  return `${GOVERSION} is too old to build the Temporal CLI, and temporal.download cannot be reached: ${fix}.`;
}

/**
 * What `go env` says; empty when it says nothing.
 * @returns {Record<string, string>}
 */
export function goEnvironment() {
  const names = ['GOVERSION', 'GOTOOLCHAIN', 'GOMODCACHE', 'GOCACHE'];
  const { stdout } = spawnSync('go', ['env', '-json', ...names], { encoding: 'utf8', cwd: '/' });
  try {
    return JSON.parse(stdout);
  } catch {
    return {};
  }
}

/**
 * Builds the command line with Go into the cache and returns its path. Of several starts at once one builds and the others
 * wait for it. Throws one sentence naming the fix when it fails, and when `signal` aborts.
 * @param {(line: string) => void} say
 * @param {AbortSignal} signal
 * @param {number} [everyMs] between two lines of progress
 * @returns {Promise<string>}
 */
export async function buildCli(say, signal, everyMs = PROGRESS_EVERY_MS) {
  const folder = cacheFolder('bin');
  const sayWait = spaced(say, everyMs);
  const waits = (/** @type {number} */ pid) =>
    sayWait(`The Temporal CLI is being built by another start (process ${pid}): waiting for it …`);
  return withLock(join(folder, 'building.lock'), { waits, signal }, async (add) => {
    const found = cachedCli();
    if (found) return found;
    removeDrafts(folder);
    const draft = join(folder, `${DRAFT}${process.pid}`);
    try {
      mkdirSync(join(draft, 'tmp'), { recursive: true });
      await goInstall(draft, { say, everyMs, signal, started: add });
      renameSync(join(draft, PROGRAM), join(folder, PROGRAM));
      return join(folder, PROGRAM);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  });
}

/**
 * Go writes its result in place, so it gets a folder of its own; its temporary files, a gigabyte, go there too.
 * @param {string} draft
 * @param {{ say: (line: string) => void, everyMs: number, signal: AbortSignal, started: (pid: number) => void }} options
 */
async function goInstall(draft, { say, everyMs, signal, started }) {
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  say(`Building the Temporal CLI ${CLI_VERSION} with Go, once (${BUILD_TIME}) …`);
  let fetched = 0;
  let compiled = 0;
  const ticking = setInterval(() => {
    const state =
      compiled === 0
        ? `${fetched} of at most ${MODULES} modules fetched`
        : `${compiled} of at most ${PACKAGES} packages compiled`;
    say(`  Temporal CLI: ${state}, ${seconds()} s so far …`);
  }, everyMs);
  const env = {
    GOBIN: draft,
    GOTMPDIR: join(draft, 'tmp'),
    GOFLAGS: '-mod=mod',
    // It is to run here, whatever the machine usually builds for.
    GOOS: '',
    GOARCH: '',
  };
  const { code, lastLines } = await runGroup(
    'go',
    ['install', '-v', `github.com/temporalio/cli/cmd/temporal@${CLI_VERSION}`],
    {
      cwd: draft,
      env,
      signal,
      // On any other Go leaves its temporary files.
      firstSignal: 'SIGINT',
      started,
      line: (line) => {
        if (line.startsWith('go: downloading ')) fetched += 1;
        else if (!line.startsWith('go: ')) compiled += 1;
      },
    },
  );
  clearInterval(ticking);
  signal.throwIfAborted();
  if (code !== 0) {
    throw new Error(
      `The Temporal CLI could not be built with Go (exit ${code}): mend what it says below and run this again, or install the ` +
        `CLI (https://docs.temporal.io/cli).\n${lastLines}`,
    );
  }
  say(`Temporal CLI built in ${seconds()} s.`);
}

/**
 * Removes what builds that were killed have left.
 * @param {string} folder
 */
function removeDrafts(folder) {
  for (const name of readdirSync(folder)) {
    const pid = name.startsWith(DRAFT) ? Number(name.slice(DRAFT.length)) : Number.NaN;
    if (Number.isInteger(pid) && !isAlive({ pid })) {
      rmSync(join(folder, name), { recursive: true, force: true });
    }
  }
}
