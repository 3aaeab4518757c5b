import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readSettings } from '../../scripts/setup/settings.ts';
import { runningInstance } from '../../scripts/setup/state.ts';
import { CliFailure, EXIT, usage } from '../failure.ts';

/** @throws CliFailure refused while an instance runs on one of these state folders */
export async function refuseRunning(folders: readonly string[]): Promise<void> {
  for (const folder of new Set(folders)) {
    const pid = (await runningInstance(folder))?.runtime.supervisor.pid;
    if (pid === undefined) continue;
    throw new CliFailure({
      exit: EXIT.refused,
      code: 'running',
      title: `Quarterdeck is running on ${folder}.`,
      fix: `Stop it with Ctrl-C in its terminal, or with \`kill ${pid}\`, then run this again.`,
    });
  }
}

/** What only an installation that has run, or was set up, has in its state folder. */
const TRACES = ['postgres', 'temporal.db', 'secrets', 'keys', 'sandbox', 'sample-done.json'];

/**
 * One's own installation is a new one: it takes nothing over from the sample, nor from another that is there.
 * @throws CliFailure usage when the folder holds either
 */
export function refuseOthers(state: string, force: boolean): void {
  const own = existsSync(join(state, 'settings.json')) && !readSettings(state).sample;
  if (own && !force)
    throw usage(
      `${state} holds an installation of your own already.`,
      'Add --force to replace its settings.',
      'force',
    );
  if (own || !TRACES.some((name) => existsSync(join(state, name)))) return;
  throw usage(
    `${state} holds the sample, or an installation whose settings are gone; neither is taken over.`,
    'Leave QUARTERDECK_STATE out, or name a new folder in it.',
    'data',
  );
}
