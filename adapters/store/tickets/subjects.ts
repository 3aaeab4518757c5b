import type { EffectStatus } from '../../../domain/effects.ts';
import { isLifecycle, type Lifecycle } from '../../../domain/lifecycles.ts';
import type { DoubtFacts, LetterFacts } from '../../../domain/tickets.ts';
import type { Tx } from '../pool.ts';

/** What a ticket may be about, and what became of it. */

/** Whose kill switch holds for a ticket about something. */
export interface Switched {
  lifecycle: Lifecycle;
  /** Null for what belongs to no segment. */
  segment: string | null;
}

const NOT_UNDONE = `not exists (select from effects u where u.undoes = e.key and u.status = 'done')`;

/** Writes in doubt of cases, oldest first. A write to a ticket is none: a ticket about a ticket would have no end. */
export async function doubts(
  tx: Tx,
  which: {
    case?: string;
    key?: string;
    askedBefore?: Date;
    leaveOut?: readonly string[];
    withoutTicket?: boolean;
  },
): Promise<(DoubtFacts & Switched)[]> {
  const { rows } = await tx.query<Omit<DoubtFacts, 'askedAt'> & Switched & { askedAt: Date }>(
    `select e.key, e.case_id as "case", e.operation, e.asked_at as "askedAt", c.lifecycle, c.segment
      from effects e join cases c on c.case_id = e.case_id
      where e.status = 'in_doubt' and e.undoes is null and ${NOT_UNDONE}
        and ($1::text is null or e.case_id = $1) and ($2::text is null or e.key = $2)
        and ($3::timestamptz is null or e.asked_at <= $3) and not (e.operation = any($4))
        and ($5::boolean is not true or not exists (select from tickets t where t.kind = 'effect' and t.about = e.key))
      order by e.seq limit 200`,
    [
      ...[which.case ?? null, which.key ?? null, which.askedBefore ?? null],
      ...[which.leaveOut ?? [], which.withoutTicket ?? null],
    ],
  );
  return rows
    .filter(({ lifecycle }) => isLifecycle(lifecycle))
    .map((row) => ({ ...row, askedAt: row.askedAt.toISOString() }));
}

/** Dead letters that wait, oldest first. */
export async function waitingLetters(
  tx: Tx,
  which: { id?: string; receivedBefore?: Date; withoutTicket?: boolean },
): Promise<(LetterFacts & Switched)[]> {
  const { rows } = await tx.query<Omit<LetterFacts, 'receivedAt'> & Switched & { receivedAt: Date }>(
    `select l.id::text, l.source, l.received_at as "receivedAt", l.problem, l.lifecycle, null as segment
      from dead_letters l
      where l.retried_at is null and ($1::text is null or starts_with(l.id::text, $1))
        and ($2::timestamptz is null or l.received_at <= $2)
        and ($3::boolean is not true or not exists (select from tickets t where t.kind = 'letter' and t.about = l.id::text))
      order by l.received_at, l.id limit 200`,
    [which.id ?? null, which.receivedBefore ?? null, which.withoutTicket ?? null],
  );
  return rows.map((row) => ({ ...row, receivedAt: row.receivedAt.toISOString() }));
}

/** How the writes stand that open tickets are about. */
export async function ticketedWrites(
  tx: Tx,
): Promise<{ ticket: string; status: EffectStatus; record: string | null; undone: boolean }[]> {
  const { rows } = await tx.query<{
    ticket: string;
    status: EffectStatus;
    record: string | null;
    undone: boolean;
  }>(
    `select t.ticket_id as ticket, e.status, e.landed ->> 'id' as record, not (${NOT_UNDONE}) as undone
      from tickets t join effects e on e.key = t.about
      where t.kind = 'effect' and t.closed_at is null and t.settled is null`,
  );
  return rows;
}

/** How the dead letters stand that open tickets are about. */
export async function ticketedLetters(
  tx: Tx,
): Promise<{ ticket: string; gone: boolean; retried: boolean; case: string | null }[]> {
  const { rows } = await tx.query<{ ticket: string; gone: boolean; retried: boolean; case: string | null }>(
    `select t.ticket_id as ticket, l.id is null as gone, l.retried_at is not null as retried, l.case_id as "case"
      from tickets t left join dead_letters l on l.id::text = t.about
      where t.kind = 'letter' and t.closed_at is null and t.settled is null`,
  );
  return rows;
}
