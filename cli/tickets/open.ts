import { Command } from 'commander';
import { askForDoubt, askForLetter } from '../../activities/tickets/ask-ticket.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { ticketsAbout } from '../../adapters/store/tickets/rows.ts';
import { doubts, waitingLetters } from '../../adapters/store/tickets/subjects.ts';
import { tryTicketAgain } from '../../adapters/store/tickets/work.ts';
import { runTicketsNow } from '../../adapters/tickets/run-now.ts';
import { findCase } from '../cases/find-case.ts';
import { applicationNow } from '../clock.ts';
import { configured } from '../configured.ts';
import { CliFailure, EXIT, notFound, usage } from '../failure.ts';
import { inSession, type Session } from '../session.ts';
import { whoMayAsk } from './may-ask.ts';
import { standsAt } from './ticket-text.ts';

export function ticketsOpen(): Command {
  return new Command('open')
    .description('ask for a ticket about a write in doubt or a dead letter')
    .argument('<about>', 'a case with writes in doubt, an effect key, or a dead letter')
    .addHelpText(
      'after',
      `
There is one ticket at most about each; asking again tries at once what failed.

Examples:
  $ quarterdeck tickets open deal:impartner:101
  $ quarterdeck tickets open 01996d5e-7f0a`,
    )
    .action(inSession(open));
}

async function open(session: Session, said: string): Promise<void> {
  const person = await whoMayAsk(session);
  const { QUARTERDECK_TICKETS: vendor, QUARTERDECK_TASK_QUEUE: taskQueue } = configured();
  if (vendor === 'none')
    throw new CliFailure({
      exit: EXIT.usage,
      code: 'no_ticket_system',
      title: 'No ticket system is configured.',
      fix: 'Set QUARTERDECK_TICKETS and QUARTERDECK_TICKETS_SETTINGS (docs/operations.md).',
    });
  const asking = { by: person.id, at: applicationNow().toISOString() };
  const asked = await session.db((tx) => askAbout(tx, said.trim(), asking));
  const { terminal } = session;
  terminal.data(asked.map(({ ticket, isNew }) => ({ ticket, new: isNew })));
  for (const { ticket, stands } of asked) terminal.say(`${ticket}: ${stands ?? 'asked for'}`);
  const { client } = await session.temporal();
  if (!(await runTicketsNow({ client, taskQueue })))
    terminal.note('Temporal has not taken it yet; it is opened within a minute of its return.');
}

interface Asked {
  ticket: string;
  isNew: boolean;
  /** Where the one stands that was there before. */
  stands?: string;
}

/** Everything that is meant by an argument: a letter's id or its beginning, an effect key, or all writes in doubt of a case. */
async function askAbout(tx: Tx, said: string, asking: { by: string; at: string }): Promise<Asked[]> {
  const letters = /^[0-9a-f]{8}/.test(said) ? await waitingLetters(tx, { id: said.replace(/…$/, '') }) : [];
  if (letters.length > 1)
    throw usage(`"${said}" fits ${letters.length} dead letters.`, 'Write more of the id.');
  const [letter] = letters;
  if (letter) return [await asked(tx, 'letter', letter.id, await askForLetter(tx, letter, asking))];
  const byKey = await doubts(tx, { key: said });
  const found = byKey.length > 0 ? byKey : await doubts(tx, { case: (await caseOf(tx, said)).case });
  if (found.length === 0)
    throw notFound(
      `No write of ${said} is in doubt.`,
      'What is in doubt: quarterdeck doctor, or quarterdeck reviews list --all',
    );
  return Promise.all(
    found.map(async (one) => asked(tx, 'effect', one.key, await askForDoubt(tx, one, asking))),
  );
}

async function caseOf(tx: Tx, said: string) {
  if (/^[0-9a-f]{8}-/.test(said))
    throw notFound(`There is no dead letter "${said}" that waits.`, 'List them: quarterdeck cases retry');
  return findCase(tx, said);
}

async function asked(tx: Tx, kind: 'effect' | 'letter', about: string, made: string | null): Promise<Asked> {
  if (made !== null) return { ticket: made, isNew: true };
  const there = (await ticketsAbout(tx, kind, [about])).get(about);
  if (!there) throw new Error(`the ticket about ${about} is neither new nor there`);
  await tryTicketAgain(tx, there.ticket);
  return { ticket: there.ticket, isNew: false, stands: standsAt(there) };
}
