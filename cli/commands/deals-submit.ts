import { Command, Option } from 'commander';
import type { Received } from '../../adapters/intake/receive.ts';
import { actingPerson } from '../actor.ts';
import { CliFailure, EXIT, usage } from '../failure.ts';
import { readInput } from '../input.ts';
import { FORM_NAMES, type FormName, inputForm } from '../input-form.ts';

import { RECEIVED_COLUMNS, type ReceivedRow, receivedRow } from '../received-text.ts';
import { inSession, type Session } from '../session.ts';

const MOST_BYTES = 10 * 1024 * 1024;

export function dealsSubmit(): Command {
  return new Command('submit')
    .description('submit the registrations of a file: JSON, CSV or e-mail')
    .argument('<file>', 'a .json, .csv or .eml file; - is standard input')
    .addOption(new Option('--form <form>', 'what it holds, where its name does not say').choices(FORM_NAMES))
    .addHelpText(
      'after',
      `
Examples:
  $ quarterdeck deals submit registrations.csv
  $ cat deal.json | quarterdeck deals submit - --json`,
    )
    .action(inSession(submit));
}

async function submit(session: Session, path: string, options: { form?: FormName }): Promise<void> {
  const body = await readInput(path);
  if (body.length > MOST_BYTES) throw usage(`${path} is larger than 10 MB.`, 'Split it.', 'file');
  if (body.length === 0) throw usage(`${path} is empty.`, 'Write a registration into it.', 'file');
  const { form, source } = inputForm(path, options.form, body);
  // Loaded here: it brings every parser, which no other command needs.
  const { openIntake, receive } = await import('../intake.ts');
  const intake = await openIntake(session);
  const by = (await actingPerson(session))?.id;
  const input = { source, form, body, eventId: 'content', ...(by === undefined ? {} : { by }) };
  showReceived(session, await receive(intake, input));
}

/** Lists what became of each part. @throws CliFailure usage when every part was rejected. */
export function showReceived(session: Session, received: readonly Received[]): void {
  const rows = received.map(receivedRow);
  const { terminal } = session;
  terminal.list(rows, RECEIVED_COLUMNS, 'Nothing in it concerns a deal registration.');
  const rejected = rows.filter((row) => row.state === 'rejected');
  for (const row of rejected) terminal.note(fixOf(row));
  const [first] = rejected;
  if (!first?.problem || rejected.length < rows.length) return;
  throw new CliFailure({
    exit: EXIT.usage,
    code: first.problem.code,
    title: rows.length === 1 ? 'It was rejected.' : `All ${rows.length} were rejected.`,
    fix: 'Each is kept as a dead letter: correct the file and submit it again, or quarterdeck deals retry ID.',
    ...(first.problem.field && { field: first.problem.field }),
  });
}

function fixOf(row: ReceivedRow): string {
  return `${row.part}: ${row.problem?.title} ${row.problem?.fix}`;
}
