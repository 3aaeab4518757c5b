import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { changedTests } from './changed/index.ts';
import { compileCache } from './setup/compile-cache.ts';
import { preflightOfTests } from './setup/preflight.ts';
import { onPath } from './setup/programs.mjs';
import { CLONE } from './setup/state.ts';
import { removeDeadRuns } from './setup/test-run.ts';
import { findTimeSkipping } from './setup/time-skipping.ts';

/**
 * `npm test [-- [--changed[=REF]] jest arguments]`: the whole suite on the embedded parts, or with `--changed` the tests that what has
 * changed since REF can reach (unless told, since this branch left main). Says in one sentence per missing tool which tests are skipped.
 * `QD_TEST_SEED` is the seed of the properties. Exits with jest's code.
 */
const say = (line: string) => console.error(line);

const args = process.argv.slice(2);
const chosen = choose(args.find((one) => /^--changed(=|$)/.test(one)));
if (!process.env.QD_TEST_UNIT) {
  await preflightOfTests().catch(refuse);
  await sayWhatIsSkipped();
}
// fast-check takes its seed from jest (test/environment/seed.ts).
const seed = process.env.QD_TEST_SEED ? [`--seed=${process.env.QD_TEST_SEED}`] : [];
const code = await jest([...seed, ...args.filter((one) => !/^--changed(=|$)/.test(one)), ...chosen]);
// After Ctrl-C jest ends without its teardown.
await removeDeadRuns();
process.exit(code);

/** The test files for `--changed`, as arguments for jest; ends the process when there are none. */
function choose(changed: string | undefined): string[] {
  if (changed === undefined) return [];
  try {
    const { run, told } = changedTests(CLONE, changed.split('=')[1], Boolean(process.env.QD_TEST_UNIT));
    for (const line of told) say(line);
    if (run.length === 0) process.exit(0);
    return ['--runTestsByPath', ...run];
  } catch (error) {
    say((error as Error).message);
    process.exit(2);
  }
}

function refuse(error: Error): never {
  say(error.message);
  process.exit(1);
}

async function sayWhatIsSkipped(): Promise<void> {
  const { reason } = await findTimeSkipping(say);
  if (reason) say(`Tests that skip time are skipped, because the server for them is missing: ${reason}.`);
  if (!process.env.QD_TEST_CHROMIUM && !onPath('chromium') && !onPath('google-chrome')) {
    say(
      'Tests in a browser are skipped, because Chromium is missing: install it (`apt-get install chromium`).',
    );
  }
}

function jest(args: string[]): Promise<number> {
  const program = join(CLONE, 'node_modules/jest/bin/jest.js');
  const flags = [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    // A test makes much and keeps little: with four times the usual space for what is new, less is copied.
    '--max-semi-space-size=64',
  ];
  const child = spawn(process.execPath, [...flags, program, ...args], {
    cwd: CLONE,
    // Also for the processes that tests start.
    env: { ...process.env, ...compileCache() },
    stdio: 'inherit',
  });
  // A signal to us alone must end jest, too; after Ctrl-C, which reaches jest by itself, it changes nothing.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.once('error', (error) => {
      say(`jest cannot be started (${error.message}): run \`npm ci\`.`);
      resolve(1);
    });
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
