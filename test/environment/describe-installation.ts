import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { type InstallationOptions, startInstallation, type TestInstallation } from './installation.ts';
import { openForTests } from './open-for-tests.ts';
import { devServer, timeSkipping } from './servers.ts';

/**
 * The installation of a test file, or of a `describe`: started before its tests, closed after them. With `skips` it has a Temporal
 * server of its own that skips time; call it inside `skipWithout('java')` then.
 * @param options `open` brings another Temporal than the run's dev server
 */
export function describeInstallation(
  options: InstallationOptions & { open?: () => Promise<TestWorkflowEnvironment> } = {},
): TestInstallation {
  const { open = options.skips ? timeSkipping : devServer, ...rest } = options;
  return openForTests(async (parts) => {
    const env = await open();
    parts.defer(() => env.teardown());
    const here = await startInstallation(env, rest);
    parts.defer(() => here.close());
    return here;
  });
}
