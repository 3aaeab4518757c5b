import { z } from 'zod';
import type { MatchRecord } from '../../domain/match/record.ts';
import { vendorConfig } from '../config.ts';
import type { MatchPort } from '../ports/match.ts';
import {
  childRecords,
  indexedRecords,
  indexRecords,
  recordsById,
  recordsWithKeys,
  removeRecords,
} from '../store/match.ts';
import { matchStatistics } from '../store/match-statistics.ts';
import { tendMatchIndex } from '../store/match-upkeep.ts';
import { type Store, transact } from '../store/pool.ts';
import { statement } from '../store/statement.ts';
import { matchKeysOf } from './keys.ts';
import { type Learnt, learntOf } from './learnt.ts';
import { ranked } from './ranked.ts';
import { worthAsking } from './statistics.ts';

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
  let known: (Learnt & { at: number }) | undefined;
  const learnt = async (): Promise<Learnt> => {
    if (!known || Date.now() - known.at > KNOWN_MS) {
      const statistics = await matchStatistics(db);
      known = { ...learntOf(statistics), at: Date.now() };
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
      const asked = matchKeysOf(query, 'asked');
      const keys = worthAsking(asked, now.rarity, FETCHED);
      const by = { keys, strong: asked.strong, but: query.record, most: 4 * FETCHED };
      const hits = await recordsWithKeys(db, by);
      return recordsById(db, ranked(hits, asked, now, limit));
    },
    learnt: async () => (await learnt()).accounts,
    tend: () => tendMatchIndex(store),
  };
}
