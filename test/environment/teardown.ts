import { removeRunFolder } from '../../scripts/setup/test-run.ts';
import type { TestRun } from './setup.ts';

/** Ends what setup.ts started, and any time-skipping server that a test file left behind. */
export default async function teardown(): Promise<void> {
  const run = (globalThis as { quarterdeckTestRun?: TestRun }).quarterdeckTestRun;
  if (!run) return;
  await Promise.all(run.launched.map((one) => one.stop()));
  await removeRunFolder(run.folder);
}
