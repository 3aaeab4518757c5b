import type { Tx } from '../../adapters/store/pool.ts';
import { commentsOf, type KeptComment } from '../../adapters/store/tickets/comments.ts';
import { type TicketRow, ticketsOfCase } from '../../adapters/store/tickets/rows.ts';
import { openVault } from '../../adapters/store/vault.ts';
import { printable } from '../printable.ts';
import { needed } from '../session.ts';

/** A ticket with what people said on it. */
export interface ToldTicket extends TicketRow {
  comments: KeptComment[];
}

/** The tickets of a case, the first one asked for first. */
export async function ticketsWithComments(tx: Tx, caseId: string): Promise<ToldTicket[]> {
  return withComments(tx, (await ticketsOfCase(tx, caseId)).reverse());
}

export async function withComments(tx: Tx, rows: readonly TicketRow[]): Promise<ToldTicket[]> {
  if (rows.length === 0) return [];
  const vault = openVault(needed('QUARTERDECK_MASTER_KEY'));
  const ids = rows.map(({ ticket }) => ticket);
  const comments = await commentsOf(tx, vault, ids);
  return rows.map((row) => ({ ...row, comments: comments.filter(({ ticket }) => ticket === row.ticket) }));
}

/** What a ticket is called there; our id until it was opened. Its system's words are foreign: they are made safe for a terminal. */
export const ticketName = ({ key, vendorId, ticket }: TicketRow) => printable(key ?? vendorId ?? ticket);

/** What a ticket is called, and where it stands: `CHAN-17, in progress ("In Review" in jira)`. */
export function standsAt(row: TicketRow): string {
  if (row.openedAt === null)
    return row.withdrawnAt ? 'withdrawn before it was opened' : 'asked for, not opened yet';
  const taken = row.withdrawnAt ? ', withdrawn' : row.reopenedAt ? ', reopened' : '';
  const word = row.vendorStatus ? ` ("${row.vendorStatus}" in ${row.vendor})` : '';
  return printable(`${ticketName(row)}, ${(row.status ?? 'open').replace('_', ' ')}${word}${taken}`);
}

/** A ticket in lines: where it stands, what hinders it, and what people said. It says each time that nothing follows from it. */
export function ticketLines(tickets: readonly ToldTicket[], time: (at: string) => string): string[] {
  return tickets.flatMap((row) => [
    [standsAt(row), row.url].filter(Boolean).join('  '),
    ...(row.problem === null ? [] : [`not written to it: ${row.problem}`]),
    ...row.comments.map(({ at, by, text }) => `${by}, ${time(at)}: ${text ?? '(erased)'}`),
  ]);
}

/** Stands at tickets wherever they are shown. */
export const DECIDES_NOTHING = 'work for people; their status and comments decide nothing';
export const TICKETS_HEADING = `Tickets (${DECIDES_NOTHING})`;
