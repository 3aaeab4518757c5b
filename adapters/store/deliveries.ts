import { v7 as uuidv7 } from 'uuid';
import type { JsonObject } from '../../domain/json.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { deliveryStamp, hasStamp, type LabelColumns, labelsOf } from './delivery-stamps.ts';
import { jsonb } from './jsonb.ts';
import type { Tx } from './pool.ts';
import { openPerson, type Subject } from './seal.ts';
import { destroyKeys, openWhole, sealWhole, subjectOf } from './sealed-bytes.ts';
import type { Vault } from './vault.ts';

/** What came in and has to be read before it is a case. */
export interface NewDelivery {
  /** Workflow id of the intake that reads it. */
  intake: string;
  lifecycle: Lifecycle;
  source: string;
  form: string;
  /** Keyed hash of the bytes; empty for a hint. */
  content: string;
  body: Buffer;
  /** Keyed hashes of the addresses in it. */
  people: readonly string[];
  partnerId: string | null;
  by: string | null;
  sample: boolean;
  /** The dead letter that is read again. */
  letter: string | null;
  /** The name of the file that it came in. */
  file: string | null;
  /** UTC instant, ISO 8601. */
  receivedAt: string;
}

/** One that is being read: `claim` says in which reading, `fence` by which attempt. */
export interface ClaimedDelivery extends Omit<NewDelivery, 'people' | 'content'> {
  claim: number;
  fence: number;
  /** What earlier steps have read. */
  reading: JsonObject;
}

/** What became of the newest delivery of an intake. */
export interface IntakeStanding<Outcome> {
  intake: string;
  state: 'waiting' | 'reading' | 'settled';
  receivedAt: string;
  attempts: number;
  outcome: Outcome | null;
}

/**
 * Keeps a delivery, sealed with a key of its own. One that waits already under the same content stands for both.
 * @returns false when it does.
 */
export async function keepDelivery(tx: Tx, vault: Vault, one: NewDelivery): Promise<boolean> {
  const { rowCount } = await tx.query(
    "select from deliveries where intake_id = $1 and content = $2 and state = 'waiting'",
    [one.intake, one.content],
  );
  if (rowCount === 1) return false;
  const own = await openPerson(tx, vault, `delivery:${uuidv7()}`);
  const added = await tx.query(
    `insert into deliveries (intake_id, lifecycle, source, form, content, subject_id, people, body, partner_id, submitted_by, sample,
        letter_id, received_at, file, stamp)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
      on conflict (intake_id, content) where state = 'waiting' do nothing`,
    [
      ...[
        one.intake,
        one.lifecycle,
        one.source,
        one.form,
        one.content,
        own.id,
        one.people,
        sealWhole(own, one.body),
      ],
      ...[one.partnerId, one.by, one.sample, one.letter, one.receivedAt],
      one.file === null ? null : sealWhole(own, Buffer.from(one.file)),
      deliveryStamp(vault, own.id, one),
    ],
  );
  return added.rowCount === 1;
}

/**
 * Takes what an intake has to read next: the oldest delivery, or every hint there is, since one reading answers them all. Whoever
 * held it before no longer does.
 */
export async function claimDelivery(tx: Tx, intake: string): Promise<number | null> {
  const { rows } = await tx.query<{ delivery_id: string; content: string }>(
    `select delivery_id, content from deliveries where intake_id = $1 and state <> 'settled' order by delivery_id for update`,
    [intake],
  );
  const [oldest] = rows;
  if (!oldest) return null;
  const taken = rows.filter((row) => row === oldest || row.content === '');
  const claimed = await tx.query<{ claim: string }>(
    `with next as (select nextval('delivery_claims') as claim)
      update deliveries set state = 'reading', claim = next.claim, reading = null, admitted_at = now()
        from next where delivery_id = any($1) returning next.claim`,
    [taken.map((row) => row.delivery_id)],
  );
  return Number(claimed.rows[0]?.claim);
}

/** A delivery that none of our processes has taken in: a server that is older than the database, or somebody who can write to it. */
export class DeliveryForged extends Error {
  override readonly name = 'DeliveryForged';
  /** Null: it cannot be opened. What stands beside its bytes is proved by nothing. */
  readonly delivery: ClaimedDelivery | null;
  constructor(delivery: ClaimedDelivery | null) {
    super('a delivery was put into the database by none of our processes; run: quarterdeck audit verify');
    this.delivery = delivery;
  }
}

/**
 * The delivery of a claim, opened for one attempt at a step; undefined when somebody else reads it by now, or when it is settled.
 * @throws SubjectErased when a person in it was erased; DeliveryForged
 */
export async function claimedDelivery(
  tx: Tx,
  vault: Vault,
  claim: number,
): Promise<ClaimedDelivery | undefined> {
  const { rows } = await tx.query<ClaimedColumns>(
    `update deliveries set fence = nextval('delivery_claims') where claim = $1 and state = 'reading' returning *`,
    [claim],
  );
  const row = rows.toSorted((a, b) => Number(a.delivery_id) - Number(b.delivery_id)).at(-1);
  if (!row) return undefined;
  const subject = await subjectOf(tx, vault, row.subject_id);
  if (hasStamp(vault, row)) return opened(claim, row, subject);
  let unproved: ClaimedDelivery | null = null;
  try {
    unproved = opened(claim, row, subject);
  } catch {
    // Whoever put it in had not the key that it names.
  }
  throw new DeliveryForged(unproved);
}

function opened(claim: number, row: ClaimedColumns, subject: Subject): ClaimedDelivery {
  return {
    claim,
    fence: Number(row.fence),
    ...labelsOf(row),
    body: openWhole(subject, row.body),
    file: row.file === null ? null : openWhole(subject, row.file).toString(),
    receivedAt: row.received_at.toISOString(),
    reading: row.reading ? JSON.parse(openWhole(subject, row.reading).toString()) : {},
  };
}

/** Keeps what a step has read. @returns false when a later attempt, or somebody else, reads it by now. */
export async function saveReading(
  tx: Tx,
  vault: Vault,
  { claim, fence }: Pick<ClaimedDelivery, 'claim' | 'fence'>,
  reading: JsonObject,
): Promise<boolean> {
  const { rows } = await tx.query<{ delivery_id: string; subject_id: string }>(
    `select delivery_id, subject_id from deliveries where claim = $1 and fence = $2 and state = 'reading' for update`,
    [claim, fence],
  );
  const [row] = rows;
  if (!row) return false;
  const sealed = sealWhole(await subjectOf(tx, vault, row.subject_id), Buffer.from(JSON.stringify(reading)));
  await tx.query('update deliveries set reading = $2 where delivery_id = $1', [row.delivery_id, sealed]);
  return true;
}

/** Ends a reading: what came of it stays, the bytes and their keys go. Repeating it changes nothing. */
export async function settleDelivery(tx: Tx, claim: number, outcome: unknown, at: Date): Promise<void> {
  const { rows } = await tx.query<{ subject_id: string }>(
    `update deliveries set state = 'settled', settled_at = $3, outcome = $2, body = null, reading = null
      where claim = $1 and state = 'reading' returning subject_id`,
    [claim, jsonb(outcome as JsonObject), at],
  );
  // What none of our processes has taken in may name the key of something that still waits.
  const free = await tx.query<{ subject: string }>(
    `select subject from unnest($1::text[]) as own (subject)
      where not exists (select from deliveries where subject_id = subject and state <> 'settled')`,
    [rows.map((row) => row.subject_id)],
  );
  await destroyKeys(
    tx,
    free.rows.map(({ subject }) => subject),
    at,
  );
}

/** Its source is away: it waits, longer each time. One that came meanwhile stands for both. */
export async function postponeDelivery(tx: Tx, claim: number, at: Date): Promise<void> {
  await tx.query(
    `update deliveries d set state = 'waiting', reading = null, admitted_at = null, attempts = attempts + 1, next_at = ${LATER}
      where claim = $1 and state = 'reading'
        and delivery_id = (select max(delivery_id) from deliveries where claim = $1)
        and not exists (select from deliveries o
          where o.intake_id = d.intake_id and o.content = d.content and o.state = 'waiting')`,
    [claim],
  );
  await settleDelivery(tx, claim, [], at);
}

/** Temporal did not take it: it waits, longer each time. */
export async function postponeAdmission(tx: Tx, intake: string): Promise<void> {
  await tx.query(
    `update deliveries set admitted_at = null, attempts = attempts + 1, next_at = ${LATER}
      where intake_id = $1 and state <> 'settled'`,
    [intake],
  );
}

/** 5 s, 10 s, 20 s … ten minutes at most. */
export const LATER = "now() + least(5 * power(2, least(attempts, 10)), 600) * interval '1 second'";

export interface Admissible {
  intake: string;
  source: string;
  form: string;
}

/** A workflow that was started so long ago and has not read is started again: somebody may have ended it. */
const FORGOTTEN = "now() - interval '10 minutes'";

/**
 * Marks what may be read now as admitted, the oldest first, as far as the window of open readings has room; one source fills half of
 * it at most, so that a vendor that is away keeps nobody else waiting.
 * @param only one intake, where the caller has just kept it
 */
export async function admitDeliveries(tx: Tx, window: number, only?: string): Promise<Admissible[]> {
  const { rows } = await tx.query<Admissible>(
    `with open as (
        select source, count(distinct intake_id) as n from deliveries
          where state <> 'settled' and admitted_at > ${FORGOTTEN} group by source),
      due as (
        select intake_id, source, form, min(delivery_id) as oldest,
            row_number() over (partition by source order by min(delivery_id)) as place
          from deliveries
          where state <> 'settled' and next_at <= now() and (admitted_at is null or admitted_at <= ${FORGOTTEN})
            and ($2::text is null or intake_id = $2)
          group by intake_id, source, form),
      chosen as (
        select due.* from due left join open using (source)
          where due.place + coalesce(open.n, 0) <= $1::bigint / 2
          order by due.oldest limit (select greatest(0, $1::bigint - coalesce(sum(n), 0))::bigint from open)),
      marked as (
        update deliveries d set admitted_at = now() from chosen c
          where d.intake_id = c.intake_id and d.state <> 'settled')
      select intake_id as intake, source, form from chosen order by oldest`,
    [window, only ?? null],
  );
  return rows;
}

/** How many wait to be read, or are being read, for longer than `olderThanMs`. */
export async function countUnread(tx: Tx, olderThanMs: number, now: Date): Promise<number> {
  const { rows } = await tx.query<{ n: number }>(
    `select count(*)::int as n from deliveries
      where state <> 'settled' and received_at <= $2::timestamptz - $1 * interval '1 millisecond'`,
    [olderThanMs, now],
  );
  return rows[0]?.n ?? 0;
}

/** Whether an intake has more to read now. */
export async function hasMore(tx: Tx, intake: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    "select from deliveries where intake_id = $1 and state <> 'settled' and next_at <= now() limit 1",
    [intake],
  );
  return rowCount === 1;
}

/** What became of the newest delivery of an intake, or of the newest with these bytes. */
export async function intakeStanding<Outcome>(
  tx: Tx,
  intake: string,
  content?: string,
): Promise<IntakeStanding<Outcome> | undefined> {
  const { rows } = await tx.query<StandingColumns<Outcome>>(
    `select state, received_at, attempts, outcome from deliveries
      where intake_id = $1 and ($2::text is null or content = $2) order by delivery_id desc limit 1`,
    [intake, content ?? null],
  );
  const [row] = rows;
  if (!row) return undefined;
  const { state, attempts, outcome } = row;
  return { intake, state, receivedAt: row.received_at.toISOString(), attempts, outcome };
}

/** What a claim was settled as; undefined while it is not. */
export async function deliveryOutcome<Outcome>(tx: Tx, claim: number): Promise<Outcome | undefined> {
  const { rows } = await tx.query<{ outcome: Outcome }>(
    `select outcome from deliveries where claim = $1 and state = 'settled' order by delivery_id desc limit 1`,
    [claim],
  );
  return rows[0]?.outcome;
}

/** How often what an intake is about was read under an id of its own. */
export async function readingsOf(tx: Tx, intake: string): Promise<number> {
  const { rows } = await tx.query<{ n: string }>(
    `select count(distinct intake_id) as n from deliveries where intake_id = $1 or starts_with(intake_id, $1 || '~')`,
    [intake],
  );
  return Number(rows[0]?.n);
}

interface ClaimedColumns extends LabelColumns {
  delivery_id: string;
  fence: string;
  body: Buffer;
  reading: Buffer | null;
  file: Buffer | null;
  received_at: Date;
  [name: string]: unknown;
}

interface StandingColumns<Outcome> {
  state: IntakeStanding<Outcome>['state'];
  received_at: Date;
  attempts: number;
  outcome: Outcome | null;
}
