import { Command } from 'commander';
import { takeLive, watchedCases } from '../../adapters/intake/take-live.ts';
import { listRollout } from '../../adapters/store/rollout.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { DEFAULT_MODE, rowInForce } from '../../domain/rollout.ts';
import { segment } from '../arguments.ts';
import { type ConfirmOptions, confirm } from '../confirm.ts';
import { CliFailure, EXIT } from '../failure.ts';
import { openIntake } from '../intake.ts';
import { lifecycleOption } from '../lifecycle-option.ts';
import { inSession, type Session } from '../session.ts';
import { table } from '../table.ts';
import { needConfigurer } from './configurer.ts';

interface Options extends ConfirmOptions {
  lifecycle: Lifecycle;
}

export function rolloutTakeLive(): Command {
  return new Command('take-live')
    .description('take in once more what a segment only watched in shadow and nobody has decided')
    .argument('<segment>', 'tier/region/program, * for any', segment)
    .option('--reason <text>', 'why; kept in the audit trail')
    .option('--yes', 'do not ask; needs --reason')
    .addOption(lifecycleOption())
    .addHelpText(
      'after',
      '\nExample:\n  $ quarterdeck rollout take-live "Gold/EMEA/*" --yes --reason "Shadow is over"',
    )
    .action(inSession(run));
}

async function run(session: Session, pattern: string, options: Options): Promise<void> {
  const { terminal } = session;
  const { lifecycle } = options;
  const by = await needConfigurer(session);
  const [watched, rows] = await session.db(async (tx) => [
    await watchedCases(tx, lifecycle, pattern),
    await listRollout(tx),
  ]);
  const modeOf = (name: string) => rowInForce(rows, lifecycle, name)?.mode ?? DEFAULT_MODE;
  const still = watched.find(({ segment: name }) => name !== null && modeOf(name) === 'shadow');
  if (still)
    throw new CliFailure({
      exit: EXIT.refused,
      code: 'not_offered',
      title: `${still.segment} is in shadow still: what is taken in again would only be watched again.`,
      fix: `Set it first: quarterdeck rollout set ${still.segment} assisted --reason "…"`,
    });
  if (watched.length === 0) {
    terminal.data({ taken: [] });
    return terminal.say('Nothing that was only watched is left undecided there.');
  }
  terminal.say(
    table(
      watched,
      [
        { head: 'CASE', value: (row) => row.case },
        { head: 'ABOUT', value: (row) => row.title, least: 12 },
        { head: 'NOW', value: (row) => modeOf(row.segment ?? '') },
      ],
      terminal.width,
    ),
  );
  terminal.say(
    `${watched.length === 1 ? 'This case is' : `These ${watched.length} cases are`} looked at anew, each with its first day of submission, and decided in the mode that is named: what is approved is written to PRM and CRM, and its partner is told.`,
  );
  await confirm(session, options, pattern, 'take them live');
  const intake = await openIntake(session);
  const taken: string[] = [];
  for (const { case: id } of watched) {
    const next = await takeLive(intake, id, by.id);
    if (next !== null) taken.push(next);
  }
  terminal.data({ taken });
  terminal.say(`${taken.length} taken live: quarterdeck cases list`);
}
