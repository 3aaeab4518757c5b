import type { MatchRecord } from '../../domain/match/record.ts';
import { candidatePairs } from '../bench/match-candidates.ts';

/** Index pairs as the match port finds them: the nearest names, and whatever shares a domain, contact or parent. */
export function dealCandidates(
  queries: readonly MatchRecord[],
  store: readonly MatchRecord[],
): [number, number][] {
  const found = new Map<string, [number, number]>();
  const add = (i: number, j: number) => found.set(`${i} ${j}`, [i, j]);
  const names = (records: readonly MatchRecord[]) => records.map(({ name }) => ({ name }));
  for (const [i, j] of candidatePairs(names(queries), names(store), 10)) add(i, j);
  for (const keyOf of [
    (record: MatchRecord) => record.domain,
    (record: MatchRecord) => record.contactToken,
    (record: MatchRecord) => record.parent,
  ]) {
    const holders = Map.groupBy(store.keys(), (j) => keyOf(store[j] as MatchRecord));
    queries.forEach((query, i) => {
      const key = keyOf(query);
      if (key !== null) for (const j of holders.get(key) ?? []) add(i, j);
    });
  }
  return [...found.values()];
}
