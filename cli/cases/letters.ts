import {
  type DeadLetter,
  type LetterDetails,
  letterDetails,
  listDeadLetters,
} from '../../adapters/store/dead-letters.ts';
import { ticketsAbout } from '../../adapters/store/tickets/rows.ts';
import { openVault } from '../../adapters/store/vault.ts';
import { actingPerson } from '../actor.ts';
import { applicationNow } from '../clock.ts';
import { CliFailure, EXIT, notFound, usage } from '../failure.ts';
import { readerZone } from '../reader-zone.ts';
import { needed, type Session } from '../session.ts';
import { standsAt } from '../tickets/ticket-text.ts';
import { clockTime } from '../times.ts';

type Shown = DeadLetter & { details: LetterDetails | undefined };

/** Lists dead letters, each with where it stood, why it is one, and who settled it. */
export async function listLetters(
  session: Session,
  letters: readonly DeadLetter[],
  none: string,
): Promise<void> {
  const zone = readerZone(await actingPerson(session));
  const now = applicationNow().toISOString();
  const ids = letters.map(({ id }) => id);
  const tickets = await session.db((tx) => ticketsAbout(tx, 'letter', ids));
  const vault = openVault(needed('QUARTERDECK_MASTER_KEY'));
  const details = await session.db((tx) => letterDetails(tx, vault, ids));
  const shown = letters.map((letter): Shown => ({ ...letter, details: details.get(letter.id) }));
  const ticketOf = ({ id }: DeadLetter) => {
    const ticket = tickets.get(id);
    return ticket ? standsAt(ticket) : '';
  };
  session.terminal.list(
    shown,
    [
      { head: 'DEAD LETTER', value: (letter) => letter.id },
      { head: 'FROM', value: (letter) => letter.source, least: 5 },
      { head: 'RECEIVED', value: (letter) => clockTime(letter.receivedAt, now, zone) },
      ...(shown.some(({ details: of }) => placeOf(of) !== '')
        ? [{ head: 'IN', value: ({ details: of }: Shown) => placeOf(of), below: true as const }]
        : []),
      { head: 'WHY', value: ({ problem }) => `${problem.title} (${problem.code})`, below: true },
      ...(shown.some(({ settledBy }) => settledBy !== null)
        ? [{ head: 'SETTLED', value: settledText, below: true as const }]
        : []),
      ...(tickets.size > 0 ? [{ head: 'TICKET', value: ticketOf, least: 10, lines: 3 }] : []),
    ],
    none,
  );
}

/** `deals.xlsx, sheet Q1, row 7: Müritz GmbH` */
function placeOf(details: LetterDetails | undefined): string {
  if (!details) return '';
  const { file, sheet, row, customer } = details;
  const place = [file, sheet && `sheet ${sheet}`, row === null ? null : `row ${row}`]
    .filter(Boolean)
    .join(', ');
  return [place, customer].filter(Boolean).join(': ');
}

function settledText({ settledBy, details }: Shown): string {
  if (settledBy === null) return '';
  return settledBy === 'system'
    ? 'set aside by itself'
    : `${settledBy}: ${details?.reason ?? 'the reason was erased'}`;
}

/** The letter that an id, or the beginning of one, names; among all of them. @throws CliFailure */
export async function findLetter(session: Session, said: string): Promise<DeadLetter> {
  const letters = await session.db((tx) => listDeadLetters(tx, { limit: 10_000 }));
  const wanted = said.replace(/…$/, '').toLowerCase();
  const matches = wanted === '' ? [] : letters.filter((letter) => letter.id.startsWith(wanted));
  if (matches.length > 1)
    throw usage(`"${said}" fits ${matches.length} dead letters.`, 'Write more of the id.');
  if (matches[0]) return matches[0];
  throw notFound(`There is no dead letter "${said}".`, 'List them: quarterdeck cases retry');
}

/** @param fix what to do now that its content is gone */
export function erasedLetter(id: string, fix: string): CliFailure {
  return new CliFailure({
    exit: EXIT.refused,
    code: 'subject_erased',
    title: `Dead letter ${id} can no longer be read: a person in it was erased.`,
    fix,
  });
}
