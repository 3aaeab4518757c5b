import type { JsonObject } from '../../domain/json.ts';
import type { IndexedRecord, MatchFacts } from '../../domain/match/facts.ts';
import type { MatchRecord } from '../../domain/match/record.ts';
import { KEYS_VERSION, matchKeysOf, parentKey } from '../match/keys.ts';
import { jsonb } from './jsonb.ts';
import type { Tx } from './pool.ts';
import { send, sql } from './sql.ts';

/**
 * Adds records to the match index, or replaces those of the same `record.record` (the last one wins). Part of the caller's
 * transaction: a registration is found from the moment on at which it is there.
 */
export async function indexRecords(tx: Tx, records: readonly IndexedRecord[]): Promise<void> {
  const latest = new Map(records.map((each) => [each.record.record, each]));
  // In one order everywhere, so that two transactions never wait for each other.
  const rows = [...latest.values()]
    .sort((a, b) => (a.record.record < b.record.record ? -1 : 1))
    .map(({ record, facts }) => {
      const { name, strong, names } = matchKeysOf(record, 'kept');
      const keys = [...new Set([...strong, ...names])];
      return {
        record: record.record,
        name,
        keys,
        body: record as unknown as JsonObject,
        facts: { ...facts },
      };
    });
  if (rows.length === 0) return;
  await tx.query(
    `insert into match_records as m (record, name, keys, keyed_by, body, facts)
      select record, name, keys, $1, body, facts
        from json_to_recordset($2) as t (record text, name text, keys integer[], body jsonb, facts jsonb)
      on conflict (record) do update set name = excluded.name, keys = excluded.keys, keyed_by = excluded.keyed_by,
          body = excluded.body, facts = excluded.facts
        where (m.body, m.facts, m.keyed_by) is distinct from (excluded.body, excluded.facts, excluded.keyed_by)`,
    [KEYS_VERSION, jsonb(rows)],
  );
}

/** Changes facts of one record, whose keys stay as they are; an unknown one is left alone. */
export async function changeFacts(tx: Tx, record: string, change: Partial<MatchFacts>): Promise<void> {
  await send(
    tx,
    sql`update match_records set facts = facts || ${jsonb({ ...change })}::jsonb where record = ${record}`,
  );
}

/** Takes records out of the match index; unknown ones are ignored. */
export async function removeRecords(tx: Tx, records: readonly string[]): Promise<void> {
  await send(tx, sql`delete from match_records where record = any(${[...records].sort()})`);
}

/** Records by name, in no order; unknown ones are left out. */
export async function indexedRecords(tx: Tx, records: readonly string[]): Promise<IndexedRecord[]> {
  const { rows } = await tx.query<IndexedColumns>(
    'select body, facts from match_records where record = any($1)',
    [records],
  );
  return rows.map(indexed);
}

/** Every record whose parent is one of these. */
export async function childRecords(tx: Tx, parents: readonly string[]): Promise<IndexedRecord[]> {
  const by = { keys: parents.map(parentKey), strong: [], but: '', most: 1_000_000 };
  const hits = await recordsWithKeys(tx, by);
  const found = await recordsById(
    tx,
    hits.map(({ id }) => id),
  );
  return found.filter(({ record }) => record.parent !== null && parents.includes(record.parent));
}

/** A candidate as far as ranking needs it. */
export interface KeyHit {
  id: number;
  /** The name's words, one blank between them. */
  name: string;
  /** Shares one of the strong keys. */
  strong: boolean;
  /** A partner holds it: a registration, or an opportunity that names one. */
  held: boolean;
}

/** The records other than `but` that have at least one of the keys; at most `most`, no matter which. For the app role only. */
export async function recordsWithKeys(
  tx: Tx,
  by: { keys: readonly number[]; strong: readonly number[]; but: string; most: number },
): Promise<KeyHit[]> {
  const { rows } = await tx.query<KeyHit & Record<string, unknown>>(
    'select id, name, strong, held from match_hits($1, $2, $3, $4)',
    [by.keys, by.strong, by.but, by.most],
  );
  return rows;
}

/** The records of these ids in their order; what has gone meanwhile is left out. */
export async function recordsById(tx: Tx, ids: readonly number[]): Promise<IndexedRecord[]> {
  if (ids.length === 0) return [];
  const { rows } = await tx.query<IndexedColumns & { id: number }>(
    'select id, body, facts from match_records where id = any($1)',
    [ids],
  );
  const byId = new Map(rows.map((row) => [row.id, indexed(row)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

export interface IndexedColumns extends Record<string, unknown> {
  body: MatchRecord;
  facts: MatchFacts;
}

export const indexed = ({ body, facts }: IndexedColumns): IndexedRecord => ({ record: body, facts });
