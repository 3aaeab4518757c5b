import type { JsonObject } from '../../../domain/json.ts';
import type { Lifecycle } from '../../../domain/lifecycles.ts';
import type { TicketAbout, TicketKind } from '../../../domain/tickets.ts';
import type { TicketStatus } from '../../ports/tickets.ts';
import { jsonb } from '../jsonb.ts';
import type { Tx } from '../pool.ts';

/** One ticket of ours (migration 0016). Instants are UTC, ISO 8601, by the application's clock. */
export interface TicketRow {
  ticket: string;
  kind: TicketKind;
  about: string;
  case: string | null;
  lifecycle: Lifecycle;
  segment: string;
  opening: JsonObject;
  askedBy: string;
  askedAt: string;
  /** Null until it was opened, as the four after it. */
  vendor: string | null;
  vendorId: string | null;
  key: string | null;
  url: string | null;
  openedAt: string | null;
  status: TicketStatus | null;
  vendorStatus: string | null;
  toldSeq: number;
  settled: string | null;
  closedAt: string | null;
  withdrawnBy: string | null;
  withdrawnAt: string | null;
  reopenedAt: string | null;
  problem: string | null;
  failures: number;
}

const INSTANTS = ['askedAt', 'openedAt', 'closedAt', 'withdrawnAt', 'reopenedAt'] as const;

/** Of a table that is called t. */
export const TICKET_COLUMNS = `t.ticket_id as ticket, t.kind, t.about, t.case_id as "case", t.lifecycle, t.segment, t.opening,
  t.asked_by as "askedBy", t.asked_at as "askedAt", t.vendor, t.vendor_id as "vendorId", t.key, t.url, t.opened_at as "openedAt",
  t.status, t.vendor_status as "vendorStatus", t.told_seq as "toldSeq", t.settled, t.closed_at as "closedAt",
  t.withdrawn_by as "withdrawnBy", t.withdrawn_at as "withdrawnAt", t.reopened_at as "reopenedAt", t.problem, t.failures`;

type Columns = { [K in keyof TicketRow]: K extends (typeof INSTANTS)[number] ? Date | null : TicketRow[K] };

export function ticketFrom<R extends Columns>(row: R): Omit<R, keyof TicketRow> & TicketRow {
  const instants = INSTANTS.map((name) => [name, row[name]?.toISOString() ?? null]);
  return { ...row, ...Object.fromEntries(instants) } as never;
}

/** Asks for a ticket. False when what it is about has one. */
export async function insertTicket(
  tx: Tx,
  row: Pick<
    TicketRow,
    'ticket' | 'kind' | 'about' | 'case' | 'lifecycle' | 'segment' | 'opening' | 'askedBy' | 'askedAt'
  >,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into tickets (ticket_id, kind, about, case_id, lifecycle, segment, opening, asked_by, asked_at, told_seq)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, coalesce((select seq from audit_heads where case_id = $4), 0))
      on conflict do nothing`,
    [
      ...[row.ticket, row.kind, row.about, row.case, row.lifecycle, row.segment, jsonb(row.opening)],
      ...[row.askedBy, row.askedAt],
    ],
  );
  return rowCount === 1;
}

export async function getTicket(tx: Tx, ticket: string): Promise<TicketRow | undefined> {
  return (await select(tx, 't.ticket_id = $1', [ticket]))[0];
}

/** Tickets by what people may call them: our id, the vendor's key in any case, or what they are about. */
export function ticketsNamed(tx: Tx, name: string): Promise<TicketRow[]> {
  return select(tx, 't.ticket_id = $1 or lower(t.key) = lower($1) or t.about = $1 or t.case_id = $1', [name]);
}

/** Newest first. @param filter.open only those that we have not finished with */
export function listTickets(tx: Tx, filter: { open?: boolean; limit: number }): Promise<TicketRow[]> {
  return select(
    tx,
    '$1::boolean is not true or t.closed_at is null',
    [filter.open ?? null],
    `limit ${filter.limit}`,
  );
}

export function ticketsOfCase(tx: Tx, caseId: string): Promise<TicketRow[]> {
  return select(tx, 't.case_id = $1', [caseId]);
}

/** By what they are about: a ticket each at most. */
export async function ticketsAbout(
  tx: Tx,
  kind: TicketKind,
  ids: readonly string[],
): Promise<Map<string, TicketRow>> {
  const rows = await select(tx, 't.kind = $1 and t.about = any($2)', [kind, ids]);
  return new Map(rows.map((row) => [row.about, row]));
}

export const aboutOf = ({ kind, about }: TicketRow): TicketAbout => ({ kind, id: about });

async function select(tx: Tx, where: string, values: unknown[], more = ''): Promise<TicketRow[]> {
  const { rows } = await tx.query<Columns>(
    `select ${TICKET_COLUMNS} from tickets t where ${where} order by t.asked_at desc, t.ticket_id ${more}`,
    values,
  );
  return rows.map(ticketFrom);
}
