import { eachGram } from '../match/cosine.ts';
import type { Tx } from './pool.ts';

/** How common keys and n-grams are among the indexed records, as learnt last. */
export interface MatchStatistics {
  /** Records there were. */
  records: number;
  /** Keys that many records have, with their share of all records. */
  keys: number[];
  keyShares: number[];
  /** N-grams with the share of names that hold them. */
  grams: number[];
  gramShares: number[];
}

/** Names in a sample: shares down to one in ten thousand are met. */
const SAMPLE = 50_000;
/** Records that share a key from which it counts as common. */
const COMMON = 100;

/** Null before anything was learnt. */
export async function matchStatistics(tx: Tx): Promise<MatchStatistics | null> {
  const { rows } = await tx.query<MatchStatistics & Record<string, unknown>>(
    `select records, keys, key_share as "keyShares", grams, gram_share as "gramShares" from match_statistics`,
  );
  return rows[0] ?? null;
}

/** Learns them anew from a sample of the index; call it when the index has grown much. Some seconds at a million records. */
export async function learnMatchStatistics(tx: Tx): Promise<void> {
  await tx.query("select set_config('statement_timeout', '240000', true)");
  const counted = await tx.query<{ records: number }>('select count(*)::int as records from match_records');
  const records = counted.rows[0]?.records ?? 0;
  const percent = Math.min(100, (100 * SAMPLE) / Math.max(1, records));
  const { rows } = await tx.query<{ name: string; keys: number[] }>(
    'select name, keys from match_records tablesample bernoulli ($1)',
    [percent],
  );
  const share = 1 / Math.max(1, rows.length);
  const common = [...counts(rows.map(({ keys }) => keys))].filter(([, n]) => n * share * records > COMMON);
  const grams = [...counts(rows.map(({ name }) => gramsOf(name)))];
  await tx.query(
    `insert into match_statistics (records, keys, key_share, grams, gram_share) values ($1, $2, $3, $4, $5)
      on conflict (one) do update set records = excluded.records, keys = excluded.keys, key_share = excluded.key_share,
        grams = excluded.grams, gram_share = excluded.gram_share, learnt_at = now()`,
    [
      records,
      common.map(([key]) => key),
      common.map(([, n]) => n * share),
      grams.map(([gram]) => gram),
      grams.map(([, n]) => n * share),
    ],
  );
}

function gramsOf(name: string): Set<number> {
  const grams = new Set<number>();
  eachGram(name, (gram) => grams.add(gram));
  return grams;
}

function counts(lists: readonly Iterable<number>[]): Map<number, number> {
  const found = new Map<number, number>();
  for (const list of lists) for (const each of list) found.set(each, (found.get(each) ?? 0) + 1);
  return found;
}
