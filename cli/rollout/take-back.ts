import { Command } from 'commander';
import { undoImport } from '../../activities/rollout/history.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { type ConfirmOptions, confirm } from '../confirm.ts';
import { notFound } from '../failure.ts';
import { lifecycleOption } from '../lifecycle-option.ts';
import { refusalFailure } from '../refusal.ts';
import { inSession, type Session } from '../session.ts';
import { entryToken } from '../signing.ts';
import { needConfigurer } from './configurer.ts';
import { rolloutDeps } from './deps.ts';

interface Options extends ConfirmOptions {
  lifecycle: Lifecycle;
}

export function rolloutTakeBack(): Command {
  return new Command('take-back')
    .description('take a rehearsed file back whole, signed: nothing of it counts any more')
    .argument('<import>', 'as rollout rehearse and rollout status name it')
    .option('--reason <text>', 'why; kept in the audit trail')
    .option('--yes', 'do not ask; needs --reason')
    .addOption(lifecycleOption())
    .addHelpText(
      'after',
      '\nExample:\n  $ quarterdeck rollout take-back 3f2c1a5e-0b9d-4c55-9a3e-1d2f3a4b5c6d',
    )
    .action(inSession(run));
}

async function run(session: Session, id: string, options: Options): Promise<void> {
  const by = await needConfigurer(session);
  const { terminal } = session;
  terminal.say(
    'Nothing of this file counts any more. A segment that was promoted since goes back to assisted where the rest does not carry it.',
  );
  const reason = await confirm(session, options, id, 'take it back');
  const undone = await undoImport(
    await rolloutDeps(session),
    { lifecycle: options.lifecycle, id, by: by.id, reason },
    (tx, entered) => entryToken(tx, by, entered),
  );
  if (undone !== null && 'message' in undone) throw refusalFailure(undone);
  if (undone === null)
    throw notFound(`There is no import ${id} that stands.`, 'List them: quarterdeck rollout status');
  terminal.data(undone);
  terminal.say(
    `Taken back. ${undone.demoted.map((segment) => `${segment} is assisted again. `).join('')}`.trim(),
  );
}
