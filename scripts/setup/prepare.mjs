/**
 * Runs before `npm start` and `npm test` on whatever Node the machine has, with built-ins only: checks the version and
 * installs the packages when they are missing or older than the lock. Silent when there is nothing to do. Everything
 * after it runs on the pinned Node, because npm puts node_modules/.bin first on the PATH.
 */
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const OLDEST_NODE = 20;
const PROGRESS_EVERY_MS = 15_000;

/**
 * One sentence when this Node is too old, otherwise undefined.
 * @param {string} version such as `20.11.1`
 */
export function nodeTooOld(version) {
  const major = Number(version.split('.')[0]);
  if (major >= OLDEST_NODE) return undefined;
  return `Node ${version} is too old: install Node ${OLDEST_NODE} or newer from https://nodejs.org and run this again.`;
}

/**
 * True when node_modules does not hold what package-lock.json says; npm writes its own copy of the lock last of all.
 * @param {string} folder the clone
 */
export function mustInstall(folder) {
  const installed = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return true;
  return statSync(installed).mtimeMs < statSync(join(folder, 'package-lock.json')).mtimeMs;
}

/**
 * Runs `npm ci` with a line every few seconds. Resolves to its exit code.
 * @param {string} folder the clone
 * @param {(line: string) => void} say
 * @returns {Promise<number>}
 */
export function install(folder, say) {
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  say('Installing the packages with npm ci (about half a minute and 1 GB of disk, once) …');
  const ticking = setInterval(() => say(`  still installing after ${seconds()} s …`), PROGRESS_EVERY_MS);
  // NODE_ENV=production would leave out the pinned Node itself, hence --include=dev.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const child = npm
    ? spawn(process.execPath, [npm, ...args], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
    : spawn('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  return new Promise((resolve) => {
    child.on('error', () => resolve(127));
    child.on('exit', (code) => resolve(code ?? 1));
  }).then((code) => {
    clearInterval(ticking);
    if (code === 0) say(`Packages installed in ${seconds()} s.`);
    return /** @type {number} */ (code);
  });
}

async function main() {
  const say = (/** @type {string} */ line) => console.error(line);
  const folder = fileURLToPath(new URL('../../', import.meta.url));
  const tooOld = nodeTooOld(process.versions.node);
  if (tooOld) {
    say(tooOld);
    process.exit(1);
  }
  if (!mustInstall(folder)) return;
  const code = await install(folder, say);
  if (code === 0) return;
  say(
    code === 127
      ? 'npm is not on the PATH: install it together with Node from https://nodejs.org and run this again.'
      : `npm ci failed (exit ${code}): see its message above, mend it and run this again.`,
  );
  process.exit(1);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
