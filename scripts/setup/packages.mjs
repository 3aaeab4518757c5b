import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runGroup } from './group.mjs';
import { withLock } from './lock.mjs';
import { spaced } from './progress.mjs';

const PROGRESS_EVERY_MS = 15_000;
const LOOK_AGAIN_MS = 300;

/** The pinned Node inside a clone. */
export const PINNED_NODE = `node_modules/node/bin/${process.platform === 'win32' ? 'node.exe' : 'node'}`;

/**
 * True when node_modules does not hold what package-lock.json says: npm's own copy of the lock, which it writes last of
 * all, is missing or older, or a package that it names is not there.
 * @param {string} clone
 */
export function mustInstall(clone) {
  const installed = join(clone, 'node_modules', '.package-lock.json');
  if (!existsSync(installed) || !existsSync(join(clone, PINNED_NODE))) return true;
  if (statSync(installed).mtimeMs < statSync(join(clone, 'package-lock.json')).mtimeMs) return true;
  try {
    const { packages } = JSON.parse(readFileSync(installed, 'utf8'));
    return Object.keys(packages).some((folder) => !existsSync(join(clone, folder, 'package.json')));
  } catch {
    return true;
  }
}

/**
 * Runs `npm ci`, after any other npm that still installs here. Throws one sentence naming the fix when it fails.
 * @param {string} clone
 * @param {(line: string) => void} say
 * @param {AbortSignal} signal ends npm and the wait
 */
export async function install(clone, say, signal) {
  const sayWait = spaced(say, PROGRESS_EVERY_MS);
  const began = Date.now();
  const waits = (/** @type {number} */ pid) =>
    sayWait(
      `npm (process ${pid}) still installs packages here: waiting until it has ended, ${secondsSince(began)} s so far …`,
    );
  const npmCi = async (/** @type {(pid: number) => void} */ add) => {
    for (let pid = otherNpm(clone); pid !== undefined; pid = otherNpm(clone)) {
      waits(pid);
      await pause(LOOK_AGAIN_MS, undefined, { signal });
    }
    if (mustInstall(clone)) await runNpmCi(clone, say, signal, add);
  };
  await withLock(join(clone, '.npm-ci.lock'), { waits, signal }, npmCi);
}

/**
 * @param {string} clone
 * @param {(line: string) => void} say
 * @param {AbortSignal} signal
 * @param {(pid: number) => void} started
 */
async function runNpmCi(clone, say, signal, started) {
  const began = Date.now();
  // Should this be interrupted, what it leaves must not look complete.
  rmSync(join(clone, 'node_modules', '.package-lock.json'), { force: true });
  say('Installing the packages with npm ci …');
  const ticking = setInterval(() => say(`  npm ci: ${secondsSince(began)} s so far …`), PROGRESS_EVERY_MS);
  // NODE_ENV=production would leave out the pinned Node itself, hence --include=dev.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const options = {
    cwd: clone,
    signal,
    started,
    line: (/** @type {string} */ line) => {
      if (line.startsWith('npm ')) say(line);
    },
  };
  const { code } = await (npm
    ? runGroup(process.execPath, [npm, ...args], options)
    : runGroup('npm', args, options));
  clearInterval(ticking);
  signal.throwIfAborted();
  if (code === 127) {
    throw new Error(
      'npm is not on the PATH: install it together with Node from https://nodejs.org and run this again.',
    );
  }
  if (code !== 0) {
    throw new Error(`npm ci failed (exit ${code}): see its message above, mend it and run this again.`);
  }
  if (mustInstall(clone)) {
    throw new Error(
      'npm ci ended well and yet left packages out, perhaps because of `ignore-scripts` or `omit` in your .npmrc: take ' +
        'them out and run this again.',
    );
  }
  say(`Packages installed in ${secondsSince(began)} s.`);
}

/** @param {number} began */
function secondsSince(began) {
  return Math.round((Date.now() - began) / 1000);
}

/**
 * An npm that somebody else runs in this clone, such as one that an earlier start has left behind. Only Linux tells.
 * @param {string} clone
 * @returns {number | undefined}
 */
function otherNpm(clone) {
  if (process.platform !== 'linux') return undefined;
  const here = realpathSync(clone);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((pid) => {
      try {
        if (readlinkSync(`/proc/${pid}/cwd`) !== here) return false;
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return /(^|\/| )npm(-cli\.js)? (ci|clean-install|i|install|add|update|uninstall)\b/.test(line);
      } catch {
        return false;
      }
    });
}
