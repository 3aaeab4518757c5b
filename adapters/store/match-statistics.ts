import { lookalike } from '../../domain/match/lookalike.ts';
import { type DomainAccounts, MANY_ACCOUNTS, sharedDomains } from '../../domain/match/shared-domains.ts';
import { eachGram } from '../match/cosine.ts';
import { KEYS_VERSION } from '../match/keys.ts';
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
  /** Accounts whose names were looked at, and the words that many of them have, with how many. */
  accounts: number;
  words: string[];
  wordCounts: number[];
  /** Registrable domains that many different accounts have. */
  sharedDomains: string[];
}

/** Names in a sample: shares down to one in ten thousand are met. */
const SAMPLE = 50_000;
/** Records that share a key from which it counts as common. */
const COMMON = 100;
/** A word that fewer of the accounts looked at have, or a smaller share of them, is not worth keeping: it is telling anyhow. */
const FEW = 2;
const RARE_WORD = 1 / 4_000;

/** Accounts of one domain that are looked at. */
const MOST_OF_DOMAIN = 200;

/** Null before anything was learnt. */
export async function matchStatistics(tx: Tx): Promise<MatchStatistics | null> {
  const { rows } = await tx.query<MatchStatistics & Record<string, unknown>>(
    `select records, keys, key_share as "keyShares", grams, gram_share as "gramShares", accounts, words,
        word_count as "wordCounts", shared_domains as "sharedDomains" from match_statistics`,
  );
  return rows[0] ?? null;
}

/** Learns them anew from a sample of the index; call it when the index has grown much. Some seconds at a million records. */
export async function learnMatchStatistics(tx: Tx): Promise<void> {
  await tx.query("select set_config('statement_timeout', '240000', true)");
  const counted = await tx.query<{ records: number }>('select count(*)::int as records from match_records');
  const records = counted.rows[0]?.records ?? 0;
  const percent = Math.min(100, (100 * SAMPLE) / Math.max(1, records));
  const { rows } = await tx.query<{ name: string; keys: number[]; account: boolean }>(
    `select name, keys, body->>'kind' = 'account' as account from match_records tablesample bernoulli ($1)`,
    [percent],
  );
  const share = 1 / Math.max(1, rows.length);
  const common = [...counts(rows.map(({ keys }) => keys))].filter(([, n]) => n * share * records > COMMON);
  const grams = [...counts(rows.map(({ name }) => gramsOf(name)))];
  const accounts = rows.filter(({ account }) => account);
  const least = Math.max(FEW, RARE_WORD * accounts.length);
  const words = [...counts(accounts.map(({ name }) => new Set(name.split(' ').map(lookalike))))].filter(
    ([, n]) => n >= least,
  );
  await tx.query(
    `insert into match_statistics (records, keys, key_share, grams, gram_share, accounts, words, word_count, shared_domains,
        keyed_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
      on conflict (one) do update set records = excluded.records, keys = excluded.keys, key_share = excluded.key_share,
        grams = excluded.grams, gram_share = excluded.gram_share, accounts = excluded.accounts, words = excluded.words,
        word_count = excluded.word_count, shared_domains = excluded.shared_domains, keyed_by = excluded.keyed_by, learnt_at = now()`,
    [
      records,
      common.map(([key]) => key),
      common.map(([, n]) => n * share),
      grams.map(([gram]) => gram),
      grams.map(([, n]) => n * share),
      accounts.length,
      words.map(([word]) => word),
      words.map(([, n]) => n),
      sharedDomains(await accountsByDomain(tx)),
      KEYS_VERSION,
    ],
  );
}

/** The accounts of every domain that several have. */
async function accountsByDomain(tx: Tx): Promise<DomainAccounts[]> {
  const { rows } = await tx.query<DomainAccounts & Record<string, unknown>>(
    `select body->>'domain' as domain, array_agg(name) as names from (
        select body, name, row_number() over (partition by body->>'domain' order by record) as nth from match_records
          where body->>'kind' = 'account' and body->>'domain' is not null) of_domain
      where nth <= $1 group by 1 having count(*) >= $2`,
    [MOST_OF_DOMAIN, MANY_ACCOUNTS],
  );
  return rows;
}

function gramsOf(name: string): Set<number> {
  const grams = new Set<number>();
  eachGram(name, (gram) => grams.add(gram));
  return grams;
}

function counts<T>(lists: readonly Iterable<T>[]): Map<T, number> {
  const found = new Map<T, number>();
  for (const list of lists) for (const each of list) found.set(each, (found.get(each) ?? 0) + 1);
  return found;
}
