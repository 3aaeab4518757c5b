import { z } from 'zod';
import { lookalike } from '../../domain/match/lookalike.ts';
import type { MatchRecord } from '../../domain/match/record.ts';
import { NOTHING_COUNTED, tellingWord } from '../../domain/match/telling.ts';
import { vendorConfig } from '../config.ts';
import type { LearntOfAccounts, MatchPort } from '../ports/match.ts';
import {
  childRecords,
  indexedRecords,
  indexRecords,
  type KeyHit,
  recordsById,
  recordsWithKeys,
  removeRecords,
} from '../store/match.ts';
import { type MatchStatistics, matchStatistics } from '../store/match-statistics.ts';
import { tendMatchIndex } from '../store/match-upkeep.ts';
import { type Store, transact } from '../store/pool.ts';
import { statement } from '../store/statement.ts';
import { cosineTo } from './cosine.ts';
import { type Keys, keysOf } from './keys.ts';
import { type Rarity, rarityOf, worthAsking } from './statistics.ts';

/** Records that are fetched and ranked for one query, about. */
const FETCHED = 1_000;
/** What other partners hold under a name with a rare word in common: so many beside the nearest. */
const HELD = 100;
/** How long what was learnt is kept: it only decides in which order keys are asked and grams count. */
const KNOWN_MS = 60_000;

/**
 * The match index in our own Postgres: an inverted index over blocking keys (GIN) finds some hundred records, which are ranked
 * by the cosine of their names' n-gram vectors.
 */
export function postgresMatch(config: unknown, store: Store): MatchPort {
  vendorConfig('match postgres', z.strictObject({}), config);
  const db = statement(store);
  let known: (Learnt & { at: number }) | undefined;
  const learnt = async (): Promise<Learnt> => {
    if (!known || Date.now() - known.at > KNOWN_MS) {
      const statistics = await matchStatistics(db);
      known = { rarity: rarityOf(statistics), accounts: learntOf(statistics), at: Date.now() };
    }
    return known;
  };
  return {
    vendor: 'postgres',
    index: (records) => transact(store, (tx) => indexRecords(tx, records)),
    records: (names) => indexedRecords(db, names),
    children: (parents) => childRecords(db, parents),
    remove: (records) => transact(store, (tx) => removeRecords(tx, records)),
    async candidates(query: MatchRecord, limit) {
      const now = await learnt();
      const asked = keysOf(query, 'asked');
      const keys = worthAsking(asked, now.rarity, FETCHED);
      const by = { keys, strong: asked.strong, but: query.record, most: 4 * FETCHED };
      const hits = await recordsWithKeys(db, by);
      return recordsById(db, ranked(hits, asked, now, limit));
    },
    learnt: async () => (await learnt()).accounts,
    tend: () => tendMatchIndex(store),
  };
}

interface Learnt {
  rarity: Rarity;
  accounts: LearntOfAccounts;
}

/** @param statistics null before anything was learnt */
function learntOf(statistics: MatchStatistics | null): LearntOfAccounts {
  if (statistics === null) return { words: NOTHING_COUNTED, sharedDomains: new Set() };
  const { accounts, words, wordCounts, sharedDomains } = statistics;
  const of = Object.fromEntries(words.map((word, i) => [word, wordCounts[i] ?? 0]));
  return { words: { accounts, of }, sharedDomains: new Set(sharedDomains) };
}

/**
 * Ids of the best, nearest name first. Half of the places go to what shares a strong key, however far its name; the rest go by
 * name alone, so that a parent's hundreds of children do not crowd out the one that is meant. What partners hold comes on top: those
 * first whose names have a rare word in common.
 */
function ranked(
  hits: readonly KeyHit[],
  { name }: Keys,
  { rarity, accounts }: Learnt,
  limit: number,
): number[] {
  const nearness = cosineTo(name, rarity.weights);
  const near = hits
    .map(({ id, strong, held, name: other }) => ({ id, strong, held, other, near: nearness(other) }))
    .sort((a, b) => b.near - a.near || a.id - b.id);
  const strong = near.filter((hit) => hit.strong).slice(0, Math.ceil(limit / 2));
  const kept = new Set(strong);
  for (const hit of near.filter((each) => !kept.has(each)).slice(0, limit - strong.length)) kept.add(hit);
  const telling = tellingWord(accounts.words, null);
  const rare = new Set(name.split(' ').filter(telling).map(lookalike));
  const shared = (hit: (typeof near)[number]) =>
    hit.other.split(' ').some((word) => rare.has(lookalike(word)));
  const [sharing, others] = [true, false].map((is) =>
    near.filter((hit) => hit.held && !kept.has(hit) && shared(hit) === is),
  ) as [typeof near, typeof near];
  for (const hit of [...sharing, ...others].slice(0, HELD)) kept.add(hit);
  return near.filter((hit) => kept.has(hit)).map(({ id }) => id);
}
