import type { Ticket } from '../../ports/tickets.ts';
import type { Tx } from '../pool.ts';
import { TICKET_COLUMNS, type TicketRow, ticketFrom } from './rows.ts';

/** What is left to be written to tickets, and what was. */

/** A ticket that something has to be written to. */
export interface TicketWork extends TicketRow {
  /** The next thing to be said on it. */
  note: { number: number; text: string } | null;
  /** The ledger knows of its opening: it may be there. */
  begun: boolean;
}

/**
 * The longest waiting first.
 * @param vendor of the configured system: a ticket in another one is left alone
 */
export async function ticketWork(tx: Tx, vendor: string, now: Date, limit: number): Promise<TicketWork[]> {
  const { rows } = await tx.query(
    `select ${TICKET_COLUMNS},
        (select json_build_object('number', n.number, 'text', n.text) from ticket_notes n
          where n.ticket_id = t.ticket_id and not n.said order by n.number limit 1) as note,
        exists (select from effects e where e.key = t.ticket_id || '/open/1') as begun
      from tickets t
      where t.closed_at is null and coalesce(t.vendor, $1) = $1 and (t.next_at is null or t.next_at <= $2)
        and (t.vendor_id is null or t.withdrawn_at is not null or t.reopened_at is not null or t.settled is not null
          or exists (select from ticket_notes n where n.ticket_id = t.ticket_id and not n.said))
      order by t.asked_at, t.ticket_id limit $3`,
    [vendor, now, limit],
  );
  return rows.map((row) => ticketFrom<never>(row as never) as unknown as TicketWork);
}

/** Noted by its system's id; read at once, for where it stands and for its link. False when that was noted before. */
export async function ticketOpened(
  tx: Tx,
  ticket: string,
  opened: { vendor: string; vendorId: string; key: string | null; at: string },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update tickets set vendor = $2, vendor_id = $3, key = $4, opened_at = $5, status = 'open', hinted = true, closed_at = null,
        problem = null, failures = 0, next_at = null
      where ticket_id = $1 and vendor_id is null`,
    [ticket, opened.vendor, opened.vendorId, opened.key, opened.at],
  );
  return rowCount === 1;
}

export async function noteSaid(tx: Tx, ticket: string, number: number): Promise<void> {
  await tx.query('update ticket_notes set said = true where ticket_id = $1 and number = $2', [
    ticket,
    number,
  ]);
  await tx.query('update tickets set problem = null, failures = 0, next_at = null where ticket_id = $1', [
    ticket,
  ]);
}

/** We have nothing more to write to it. False when that was noted before. */
export async function ticketFinished(tx: Tx, ticket: string, at: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update tickets set closed_at = $2, problem = null, failures = 0, next_at = null, hinted = hinted or vendor_id is not null
      where ticket_id = $1 and closed_at is null`,
    [ticket, at],
  );
  return rowCount === 1;
}

export async function ticketFailed(tx: Tx, ticket: string, problem: string, nextAt: Date): Promise<void> {
  await tx.query(
    'update tickets set problem = $2, failures = failures + 1, next_at = $3 where ticket_id = $1',
    [ticket, problem, nextAt],
  );
}

/** Tries at once what has failed. */
export async function tryTicketAgain(tx: Tx, ticket: string): Promise<void> {
  await tx.query('update tickets set next_at = null where ticket_id = $1', [ticket]);
}

/** To be said on the ticket, after everything that is to be said already. */
export async function addNote(tx: Tx, ticket: string, text: string, at: string): Promise<void> {
  await tx.query(
    `insert into ticket_notes (ticket_id, number, text, at)
      select $1, coalesce(max(number), 0) + 1, $2, $3 from ticket_notes where ticket_id = $1`,
    [ticket, text, at],
  );
}

/** False when it was settled before. */
export async function ticketSettled(tx: Tx, ticket: string, settled: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    'update tickets set settled = $2, next_at = null where ticket_id = $1 and settled is null',
    [ticket, settled],
  );
  return rowCount === 1;
}

/** False when it is withdrawn already, or finished with. */
export async function withdrawTicketRow(tx: Tx, ticket: string, by: string, at: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update tickets set withdrawn_by = $2, withdrawn_at = $3, next_at = null
      where ticket_id = $1 and withdrawn_at is null and closed_at is null`,
    [ticket, by, at],
  );
  return rowCount === 1;
}

/** False unless we closed it and nobody took that back. */
export async function reopenTicketRow(tx: Tx, ticket: string, at: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update tickets set reopened_at = $2, closed_at = null, next_at = null
      where ticket_id = $1 and closed_at is not null and settled is not null and withdrawn_at is null and reopened_at is null
        and vendor_id is not null`,
    [ticket, at],
  );
  return rowCount === 1;
}

/** A webhook named a ticket. False when the ticket is not one of ours. */
export async function hintTicket(tx: Tx, vendor: string, vendorId: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    'update tickets set hinted = true where vendor = $1 and vendor_id = $2',
    [vendor, vendorId],
  );
  return rowCount === 1;
}

/** Tickets that a webhook spoke of, or that we have just written to. */
export async function hintedTickets(tx: Tx, vendor: string, limit: number): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    'select vendor_id as id from tickets where vendor = $1 and hinted and vendor_id is not null order by ticket_id limit $2',
    [vendor, limit],
  );
  return rows.map(({ id }) => id);
}

/** Holds a ticket's row until the transaction ends. */
export async function lockTicket(tx: Tx, ticket: string): Promise<TicketRow | undefined> {
  const { rows } = await tx.query(
    `select ${TICKET_COLUMNS} from tickets t where t.ticket_id = $1 for update`,
    [ticket],
  );
  return rows[0] && ticketFrom(rows[0] as never);
}

/** The ticket of ours that a vendor knows by this id. */
export async function ticketOfVendor(tx: Tx, vendor: string, vendorId: string): Promise<string | undefined> {
  const { rows } = await tx.query<{ ticket: string }>(
    'select ticket_id as ticket from tickets where vendor = $1 and vendor_id = $2',
    [vendor, vendorId],
  );
  return rows[0]?.ticket;
}

/** Notes where a ticket stands; null: it is gone, or we may not see it any more. */
export async function ticketRead(tx: Tx, ticket: string, now: Ticket | null): Promise<void> {
  if (!now) {
    await tx.query(
      `update tickets set hinted = false, problem = 'it is gone from its system, or our account may not see it any more'
        where ticket_id = $1`,
      [ticket],
    );
    return;
  }
  await tx.query(
    'update tickets set hinted = false, key = $2, url = $3, status = $4, vendor_status = $5 where ticket_id = $1',
    [ticket, now.key, now.url, now.status, now.vendorStatus.slice(0, 100)],
  );
}

/** Looked at for the ticket up to this entry of the case's audit. */
export async function toldUpTo(tx: Tx, ticket: string, seq: number): Promise<void> {
  await tx.query('update tickets set told_seq = greatest(told_seq, $2) where ticket_id = $1', [ticket, seq]);
}

/** Audit entries of the cases of open tickets that were not looked at yet, in order. */
export async function untoldEntries(tx: Tx): Promise<{ ticket: string; seq: number; body: string }[]> {
  const { rows } = await tx.query<{ ticket: string; seq: number; body: string }>(
    `select t.ticket_id as ticket, a.seq, a.body from tickets t
      join audit a on a.case_id = t.case_id and a.seq > t.told_seq
      where t.closed_at is null and t.vendor_id is not null order by t.ticket_id, a.seq limit 2000`,
  );
  return rows;
}
