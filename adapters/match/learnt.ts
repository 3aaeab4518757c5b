import { NOTHING_COUNTED } from '../../domain/match/telling.ts';
import type { LearntOfAccounts } from '../ports/match.ts';
import type { MatchStatistics } from '../store/match-statistics.ts';
import { type Rarity, rarityOf } from './statistics.ts';

/** What was learnt last from the records of the index. */
export interface Learnt {
  rarity: Rarity;
  accounts: LearntOfAccounts;
}

/** @param statistics null before anything was learnt */
export function learntOf(statistics: MatchStatistics | null): Learnt {
  const rarity = rarityOf(statistics);
  if (statistics === null) return { rarity, accounts: { words: NOTHING_COUNTED, sharedDomains: new Set() } };
  const { accounts, words, wordCounts, sharedDomains } = statistics;
  const of = Object.fromEntries(words.map((word, i) => [word, wordCounts[i] ?? 0]));
  return { rarity, accounts: { words: { accounts, of }, sharedDomains: new Set(sharedDomains) } };
}
