import { Command } from 'commander';
import { listTickets } from '../../adapters/store/tickets/rows.ts';
import { actingPerson } from '../actor.ts';
import { wholeNumber } from '../arguments.ts';
import { applicationNow } from '../clock.ts';
import { readerZone } from '../reader-zone.ts';
import { inSession, type Session } from '../session.ts';
import { clockTime } from '../times.ts';
import { standsAt } from './ticket-text.ts';

export function ticketsList(): Command {
  return new Command('list')
    .description('list tickets that are not finished with, newest first')
    .option('--all', 'also those that were closed or withdrawn')
    .option('--limit <n>', 'at most so many', wholeNumber, 50)
    .addHelpText('after', '\nExample:\n  $ quarterdeck tickets list --all')
    .action(inSession(list));
}

async function list(session: Session, { all, limit }: { all?: true; limit: number }): Promise<void> {
  const zone = readerZone(await actingPerson(session));
  const now = applicationNow().toISOString();
  const rows = await session.db((tx) => listTickets(tx, { open: !all, limit }));
  session.terminal.list(
    rows,
    [
      { head: 'TICKET', value: standsAt, least: 14, lines: 3 },
      { head: 'ABOUT', value: (row) => row.case ?? `dead letter ${row.about}`, least: 12, lines: 3 },
      { head: 'ASKED FOR', value: (row) => clockTime(row.askedAt, now, zone) },
      { head: 'BY', value: (row) => row.askedBy },
      { head: 'NOT WRITTEN', value: (row) => row.problem ?? '', least: 12, lines: 4 },
    ],
    all ? 'There is no ticket.' : 'No ticket is open.',
  );
}
