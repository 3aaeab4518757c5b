import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { CLONE } from './setup/state.ts';
import { removeDeadRuns } from './setup/test-run.ts';
import { findTimeSkipping } from './setup/time-skipping.ts';
import { onPath } from './setup/tools.ts';

/**
 * `npm test [-- jest arguments]`: the whole suite on the embedded parts. Says in one sentence per missing tool which
 * tests are skipped. Exits with jest's code.
 */
const say = (line: string) => console.error(line);

if (!process.env.QD_TEST_UNIT) await sayWhatIsSkipped();
// fast-check takes its seed from jest (test/environment/seed.ts).
const seed = process.env.QD_TEST_SEED ? [`--seed=${process.env.QD_TEST_SEED}`] : [];
const code = await jest([...seed, ...process.argv.slice(2)]);
// After Ctrl-C jest ends without its teardown.
await removeDeadRuns();
process.exit(code);

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
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [...flags, program, ...args], { cwd: CLONE, stdio: 'inherit' });
  // Ctrl-C reaches jest by itself (same process group); a SIGTERM to us alone would not.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve) => {
    child.once('error', (error) => {
      say(`jest cannot be started (${error.message}): run \`npm ci\`.`);
      resolve(1);
    });
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
