import type { MatchStatistics } from '../store/match-statistics.ts';
import { GRAMS } from './cosine.ts';
import type { MatchKeys } from './keys.ts';

/** How common keys and n-grams are among the records, ready to be asked. */
export interface Rarity {
  /** How many records have the key, about; 0 for one that few have. */
  holders(key: number): number;
  /** Inverse document frequency of every n-gram: log of 1 / share. */
  weights: Float64Array;
}

/** Share of records below which a gram's own share is not known. */
const RARE = 1e-5;
/** Even what every name holds counts a little: a name made of nothing else still has a direction. */
const COMMONEST = 0.9;

/** @param learnt null before anything was learnt: then every key is rare and every gram counts alike. */
export function rarityOf(
  learnt: Pick<MatchStatistics, 'records' | 'keys' | 'keyShares' | 'grams' | 'gramShares'> | null,
): Rarity {
  const keys = new Map(learnt?.keys.map((key, i) => [key, learnt.keyShares[i] ?? 0]));
  const records = learnt?.records ?? 0;
  const weights = new Float64Array(GRAMS).fill(Math.log(1 / RARE));
  for (const [i, gram] of (learnt?.grams ?? []).entries())
    weights[gram] = Math.log(1 / Math.max(RARE, Math.min(COMMONEST, learnt?.gramShares[i] ?? 0)));
  return {
    weights,
    holders: (key) => (keys.get(key) ?? 0) * records,
  };
}

/** One common key more may be asked while little is fetched: it brings so many times `most` at the most. */
const ONE_MORE = 3;

/**
 * The keys worth looking up: all that few records have, then the next common ones while no more than `most` records are to be
 * fetched for them. When those are few, the next one may bring more: a name of one common word is found by nothing else.
 */
export function worthAsking(keys: MatchKeys, rarity: Rarity, most: number): number[] {
  const byRarity = [...new Set([...keys.strong, ...keys.names])]
    .map((key) => ({ key, holders: rarity.holders(key) }))
    .sort((a, b) => a.holders - b.holders);
  let fetched = 0;
  return byRarity
    .filter(({ holders }) => {
      const before = fetched;
      fetched += holders;
      return fetched <= most || (before < most / 2 && holders <= ONE_MORE * most);
    })
    .map(({ key }) => key);
}
