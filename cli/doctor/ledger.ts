import { listDeadLetters } from '../../adapters/store/dead-letters.ts';
import { countUnread } from '../../adapters/store/deliveries.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { listTickets } from '../../adapters/store/tickets/rows.ts';
import { countUndelivered } from '../../adapters/store/undelivered.ts';
import type { Session } from '../session.ts';
import { ticketName } from '../tickets/ticket-text.ts';
import { type Check, failed, ok } from './check.ts';

/** A write that may have landed: `sent` without an answer, or `in_doubt`, which waits for a person. */
export interface OpenEffect {
  key: string;
  case: string;
  operation: string;
  status: 'sent' | 'in_doubt';
  payload: Record<string, unknown>;
}

/** Those that no worker holds now, oldest first. */
export async function openEffects(tx: Tx): Promise<OpenEffect[]> {
  const { rows } = await tx.query<OpenEffect>(
    `select key, case_id as "case", operation, status, payload from effects
      where status in ('sent', 'in_doubt') and undoes is null
        and (lease_until is null or lease_until < clock_timestamp())
        and not exists (select from effects u where u.undoes = effects.key and u.status = 'done')
      order by seq limit 10000`,
  );
  return rows;
}

export async function checkLedger(session: Session, now: Date): Promise<Check[]> {
  const { open, letters, waiting, unread, unsealed, unwritten } = await session.db(async (tx) => ({
    open: await openEffects(tx),
    letters: await listDeadLetters(tx, { retried: false }),
    waiting: await countUndelivered(tx, 60_000),
    unread: await countUnread(tx, 5 * 60_000, now),
    unsealed: await overdueHeads(tx, now),
    unwritten: (await listTickets(tx, { open: true, limit: 1_000 })).filter(({ problem }) => problem),
  }));
  return [
    open.length === 0
      ? ok('ledger', 'no write is open')
      : failed(
          'ledger',
          `${open.length} writes are open, the first ${open[0]?.key}`,
          'Ask their vendors: quarterdeck doctor --reconcile',
        ),
    waiting === 0
      ? ok('submissions', 'every one has reached its workflow')
      : failed(
          'submissions',
          `${waiting} wait for their workflow`,
          'They go on by themselves when server, worker and Temporal run.',
        ),
    unread === 0
      ? ok('intake', 'everything that came in has been read')
      : failed(
          'intake',
          `${unread} deliveries wait to be read for more than five minutes`,
          'A worker reads them when PRM and CRM answer: see the checks of worker and vendors.',
        ),
    ok(
      'dead letters',
      letters.length === 0 ? 'none' : `${letters.length} to look at: quarterdeck cases retry`,
    ),
    unsealed === 0
      ? ok('audit', 'every change is under a signed checkpoint')
      : failed(
          'audit',
          `${unsealed} cases have changes older than ten minutes without a checkpoint`,
          'Is a worker running? It makes one every minute.',
        ),
    ...unwritten.map((row) =>
      failed(
        `ticket ${ticketName(row)}`,
        `could not be written to: ${row.problem}`,
        'It is tried again by itself; what hinders it stands in: quarterdeck tickets list',
      ),
    ),
  ];
}

async function overdueHeads(tx: Tx, now: Date): Promise<number> {
  const { rows } = await tx.query<{ n: number }>(
    `select count(*)::int as n from audit_heads h join audit a using (case_id, seq)
      where h.unsealed and a.at < $1::timestamptz - interval '10 minutes'`,
    [now],
  );
  return rows[0]?.n ?? 0;
}
