import { Command } from 'commander';
import type { Received } from '../../adapters/intake/received.ts';
import { type DeadLetter, listDeadLetters } from '../../adapters/store/dead-letters.ts';
import { SubjectErased } from '../../adapters/store/seal.ts';
import { ticketsAbout } from '../../adapters/store/tickets/rows.ts';
import { actingPerson } from '../actor.ts';
import { applicationNow } from '../clock.ts';
import { CliFailure, EXIT, notFound, usage } from '../failure.ts';
import { wrap } from '../layout.ts';
import { readerZone } from '../reader-zone.ts';
import { inSession, type Session } from '../session.ts';
import { standsAt } from '../tickets-text.ts';
import { clockTime } from '../times.ts';
import { waitForIntake } from '../wait-for-intake.ts';
import { showReceived } from './submit.ts';

export function casesRetry(): Command {
  return new Command('retry')
    .description('take rejected submissions in again; without an id, list them')
    .argument('[ids...]', 'dead letters, or the beginnings of their ids')
    .option('--all', 'every one that waits')
    .addHelpText(
      'after',
      `
Examples:
  $ quarterdeck cases retry
  $ quarterdeck cases retry 01996d5e-7f0a`,
    )
    .action(inSession(retry));
}

/** All of them are read side by side; one whose system is away stays `reading`. */
const WAIT_MS = 60_000;

async function retry(session: Session, said: string[], options: { all?: true }): Promise<void> {
  if (options.all && said.length > 0) throw usage('Name ids or write --all, not both.', 'Leave one out.');
  const waiting = await session.db((tx) => listDeadLetters(tx, { retried: false, limit: 1_000 }));
  if (!options.all && said.length === 0) return list(session, waiting);
  const chosen = options.all ? waiting : await Promise.all(said.map((one) => find(session, one)));
  if (chosen.length === 0) return session.terminal.list([], [], 'Nothing waits as a dead letter.');
  const { openIntake, retryDeadLetter } = await import('../intake.ts');
  const intake = await openIntake(session);
  const received: Received[] = [];
  for (const letter of chosen) {
    try {
      received.push(...((await retryDeadLetter(intake, letter.id)) ?? []));
    } catch (error) {
      if (error instanceof SubjectErased) throw erased(letter.id);
      throw error;
    }
  }
  showReceived(session, await waitForIntake(session, received, WAIT_MS));
}

async function list(session: Session, letters: readonly DeadLetter[]): Promise<void> {
  const zone = readerZone(await actingPerson(session));
  const now = applicationNow().toISOString();
  const ids = letters.map(({ id }) => id);
  const tickets = await session.db((tx) => ticketsAbout(tx, 'letter', ids));
  const ticketOf = ({ id }: DeadLetter) => {
    const ticket = tickets.get(id);
    return ticket ? standsAt(ticket) : '';
  };
  session.terminal.list(
    letters,
    [
      { head: 'DEAD LETTER', value: (letter) => letter.id },
      { head: 'FROM', value: (letter) => letter.source, least: 5 },
      { head: 'RECEIVED', value: (letter) => clockTime(letter.receivedAt, now, zone) },
      { head: 'WHY', value: ({ problem }) => `${problem.title} (${problem.code})`, below: true },
      ...(tickets.size > 0 ? [{ head: 'TICKET', value: ticketOf, least: 10, lines: 3 }] : []),
    ],
    'Nothing waits as a dead letter.',
  );
  if (letters.length > 0)
    session.terminal.say(
      wrap(
        'Correct one where it came from and submit it again; or, once a rule, a mapping or the PRM has changed: quarterdeck cases retry ID',
        session.terminal.width,
      ),
    );
}

/** Among all of them: one that was taken in may be tried again. */
async function find(session: Session, said: string): Promise<DeadLetter> {
  const letters = await session.db((tx) => listDeadLetters(tx, { limit: 10_000 }));
  const wanted = said.replace(/…$/, '').toLowerCase();
  const matches = letters.filter((letter) => letter.id.startsWith(wanted));
  if (matches.length > 1)
    throw usage(`"${said}" fits ${matches.length} dead letters.`, 'Write more of the id.');
  if (matches[0]) return matches[0];
  throw notFound(`There is no dead letter "${said}".`, 'List them: quarterdeck cases retry');
}

function erased(id: string): CliFailure {
  return new CliFailure({
    exit: EXIT.refused,
    code: 'subject_erased',
    title: `Dead letter ${id} can no longer be read: a person in it was erased.`,
    fix: 'Ask the partner to submit it again.',
  });
}
