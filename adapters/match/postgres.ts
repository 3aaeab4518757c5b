import { z } from 'zod';
import type { MatchRecord } from '../../domain/match/record.ts';
import { vendorConfig } from '../config.ts';
import type { MatchPort } from '../ports/match.ts';
import {
  childRecords,
  indexedRecords,
  indexRecords,
  type KeyHit,
  recordsById,
  recordsWithKeys,
  removeRecords,
} from '../store/match.ts';
import { matchStatistics } from '../store/match-statistics.ts';
import { tendMatchIndex } from '../store/match-upkeep.ts';
import { type Store, transact } from '../store/pool.ts';
import { statement } from '../store/statement.ts';
import { cosineTo } from './cosine.ts';
import { type Keys, keysOf } from './keys.ts';
import { type Rarity, rarityOf, worthAsking } from './statistics.ts';

/** Records that are fetched and ranked for one query, about. */
const FETCHED = 1_000;
/** How long what was learnt is kept: it only decides in which order keys are asked and grams count. */
const KNOWN_MS = 60_000;

/**
 * The match index in our own Postgres: an inverted index over blocking keys (GIN) finds some hundred records, which are ranked
 * by the cosine of their names' n-gram vectors.
 */
export function postgresMatch(config: unknown, store: Store): MatchPort {
  vendorConfig('match postgres', z.strictObject({}), config);
  const db = statement(store);
  let known: { rarity: Rarity; at: number } | undefined;
  const rarity = async () => {
    if (!known || Date.now() - known.at > KNOWN_MS)
      known = { rarity: rarityOf(await matchStatistics(db)), at: Date.now() };
    return known.rarity;
  };
  return {
    vendor: 'postgres',
    index: (records) => transact(store, (tx) => indexRecords(tx, records)),
    records: (names) => indexedRecords(db, names),
    children: (parents) => childRecords(db, parents),
    remove: (records) => transact(store, (tx) => removeRecords(tx, records)),
    async candidates(query: MatchRecord, limit) {
      const learnt = await rarity();
      const asked = keysOf(query, 'asked');
      const keys = worthAsking(asked, learnt, FETCHED);
      const by = { keys, strong: asked.strong, but: query.record, most: 4 * FETCHED };
      const hits = await recordsWithKeys(db, by);
      return recordsById(db, ranked(hits, asked, learnt, limit));
    },
    tend: () => tendMatchIndex(store),
  };
}

/**
 * Ids of the best, nearest name first. Half of the places go to what shares a strong key, however far its name; the rest go by
 * name alone, so that a parent's hundreds of children do not crowd out the one that is meant.
 */
function ranked(hits: readonly KeyHit[], { name }: Keys, { weights }: Rarity, limit: number): number[] {
  const nearness = cosineTo(name, weights);
  const near = hits
    .map(({ id, strong, name: other }) => ({ id, strong, near: nearness(other) }))
    .sort((a, b) => b.near - a.near || a.id - b.id);
  const strong = near.filter((hit) => hit.strong).slice(0, Math.ceil(limit / 2));
  const kept = new Set(strong);
  const others = near.filter((hit) => !kept.has(hit)).slice(0, limit - strong.length);
  return [...strong, ...others].sort((a, b) => b.near - a.near || a.id - b.id).map(({ id }) => id);
}
