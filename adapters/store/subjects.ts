import { appendAudit } from './audit.ts';
import type { Tx } from './pool.ts';
import type { Vault } from './vault.ts';

/** Dead letters, and what waits to be read, in which a person's address was found. */
const HOLDING = `select subject_id from dead_letters where people @> array[$1::text]
  union all select subject_id from deliveries where people @> array[$1::text] and state <> 'settled'`;

/** What an erasure reached. */
export interface Erasure {
  /** Cases that held data of this person; each has an audit row that says so. */
  cases: string[];
  /** Dead letters, and deliveries that wait to be read, that held the address. */
  letters: number;
  /** False when nothing of this person was held, or it had been erased before. */
  erased: boolean;
}

/**
 * Erases a person: destroys the keys of everything sealed for this address and of each dead letter in which it was found, and
 * clears it from the people of this installation. Evidence, audit and their hashes stay as they are.
 * Irreversible once committed; backups made before keep the keys until they are dropped.
 * @param by person id of whoever asked. @param at UTC instant, ISO 8601.
 */
export async function eraseSubject(
  tx: Tx,
  vault: Vault,
  args: { address: string; by: string; at: string },
): Promise<Erasure> {
  const person = vault.personOf(args.address);
  const destroyed = await tx.query<{ subject_id: string }>(
    `update subjects set wrapped_key = null, destroyed_at = $2
      where person = $1 and destroyed_at is null returning subject_id`,
    [person, args.at],
  );
  const letters = await tx.query(
    `update subjects s set wrapped_key = null, destroyed_at = $2
      from (${HOLDING}) d where s.subject_id = d.subject_id and s.destroyed_at is null`,
    [person, args.at],
  );
  const people = await tx.query<{ person_id: string }>(
    `update people set name = 'erased', email = null, reach = '{}', active = false
      where lower(email) = lower(trim($1)) returning person_id`,
    [args.address],
  );
  for (const { person_id } of people.rows)
    await tx.query('insert into authority_versions (change) values ($1)', [
      JSON.stringify({ erased: person_id, by: args.by }),
    ]);
  const subjects = destroyed.rows.map((row) => row.subject_id);
  const held = await casesHolding(tx, subjects);
  for (const id of held)
    await appendAudit(tx, id, { at: args.at, actor: args.by, action: 'subject.erased', subjects });
  return {
    cases: held,
    letters: letters.rowCount ?? 0,
    erased: subjects.length > 0 || (letters.rowCount ?? 0) > 0 || people.rows.length > 0,
  };
}

/** What an erasure would reach, shown before anybody confirms it. */
export interface ErasurePlan {
  /** Keyed hash of the address: names the person in the audit. */
  person: string;
  /** Keys that would be destroyed, those of dead letters not counted. */
  keys: number;
  /** Cases that hold data sealed for this person, with their status. */
  cases: { case: string; status: string }[];
  letters: number;
  /** Ids of our own people with this address. */
  people: string[];
}

export async function planErasure(tx: Tx, vault: Vault, address: string): Promise<ErasurePlan> {
  const person = vault.personOf(address);
  const subjects = await tx.query<{ subject_id: string }>(
    'select subject_id from subjects where person = $1 and destroyed_at is null',
    [person],
  );
  const letters = await tx.query(
    `select from (${HOLDING}) d join subjects s using (subject_id) where s.destroyed_at is null`,
    [person],
  );
  const people = await tx.query<{ person_id: string }>(
    'select person_id from people where lower(email) = lower(trim($1)) order by person_id',
    [address],
  );
  const held = await casesHolding(
    tx,
    subjects.rows.map((row) => row.subject_id),
  );
  const cases = await tx.query<{ case: string; status: string }>(
    'select case_id as "case", status from cases where case_id = any($1) order by case_id',
    [held],
  );
  return {
    person,
    keys: subjects.rows.length,
    cases: cases.rows,
    letters: letters.rowCount ?? 0,
    people: people.rows.map((row) => row.person_id),
  };
}

/**
 * In one order, so that two erasures cannot wait for each other's chains. The ledger has no index of people: it is read
 * whole, which an erasure is rare enough for.
 */
async function casesHolding(tx: Tx, subjects: string[]): Promise<string[]> {
  const { rows } = await tx.query<{ case_id: string }>(
    `select case_id from evidence where subjects && $1
      union select case_id from submissions where subjects && $1
      union select case_id from program_events where subjects && $1 and case_id is not null
      union select t.case_id from ticket_comments k join tickets t using (ticket_id) where k.subjects && $1 and t.case_id is not null
      union select case_id from effects e where exists (
        select from unnest($1::text[]) as one where position(one in coalesce(e.before::text, '') || e.payload::text) > 0)
      order by case_id`,
    [subjects],
  );
  return rows.map((row) => row.case_id);
}
