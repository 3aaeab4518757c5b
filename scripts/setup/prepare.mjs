/**
 * Runs before `npm start` and `npm test` on whatever Node the machine has, with built-ins only, and makes ready what takes
 * minutes (first-start.mjs). Silent when there is nothing to do. Everything after it runs on the pinned Node, because npm
 * puts node_modules/.bin first on the PATH.
 */
import { constants } from 'node:os';
import { pathToFileURL } from 'node:url';

const OLDEST_NODE = 20;

/**
 * One sentence when this Node is too old, otherwise undefined.
 * @param {string} version such as `20.11.1`
 */
export function nodeTooOld(version) {
  const major = Number(version.split('.')[0]);
  if (major >= OLDEST_NODE) return undefined;
  return `Node ${version} is too old: install Node ${OLDEST_NODE} or newer from https://nodejs.org and run this again.`;
}

async function main() {
  const say = (/** @type {string} */ line) => console.error(line);
  const tooOld = nodeTooOld(process.versions.node);
  if (tooOld) {
    say(tooOld);
    process.exit(1);
  }
  const stop = new AbortController();
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      process.exitCode ??= 128 + constants.signals[signal];
      stop.abort();
    });
  }
  try {
    // Only now: an older Node could not even load it.
    const { makeReady } = await import('./first-start.mjs');
    await makeReady({ forTests: process.env.npm_lifecycle_event === 'pretest', say, signal: stop.signal });
  } catch (error) {
    if (stop.signal.aborted) say('Stopped; nothing was left running. The next start goes on from here.');
    else {
      say(/** @type {Error} */ (error).message);
      process.exitCode = 1;
    }
  }
  process.exit();
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
