import type { DatedRecord } from '../../domain/match/dated-record.ts';
import type { IndexedRecord } from '../../domain/match/facts.ts';
import type { MatchPort } from '../ports/match.ts';
import { type MatchKeys, matchKeysOf } from './keys.ts';
import type { Learnt } from './learnt.ts';
import { ranked } from './ranked.ts';
import { worthAsking } from './statistics.ts';

/** Records that are fetched and ranked for one query, about; as the index in Postgres does. */
const FETCHED = 1_000;

/** What looking up asks of a match index. */
export type Lookup = Pick<MatchPort, 'candidates' | 'records' | 'children' | 'learnt'>;

/**
 * A match index in memory that answers as of any instant: by the same keys and in the same order as the one in Postgres, with what was
 * there then.
 * @param learnt what the tenant's own accounts show today
 */
export function datedIndex(records: readonly DatedRecord[], learnt: Learnt): { at(instant: string): Lookup } {
  const kept = records.map((one) => ({ ...one, keys: matchKeysOf(one.record, 'kept') }));
  const byName = new Map(kept.map(({ record }, id) => [record.record, id]));
  const byKey = new Map<number, number[]>();
  for (const [id, { keys }] of kept.entries()) {
    for (const key of new Set([...keys.strong, ...keys.names])) {
      const holders = byKey.get(key);
      if (holders) holders.push(id);
      else byKey.set(key, [id]);
    }
  }
  const rarity = { ...learnt.rarity, holders: (key: number) => byKey.get(key)?.length ?? 0 };
  return {
    at(instant) {
      const there = (id: number | undefined): IndexedRecord[] => {
        const one = id === undefined ? undefined : kept[id];
        const facts = one?.factsAt(instant) ?? null;
        return one && facts ? [{ record: one.record, facts }] : [];
      };
      return {
        learnt: async () => learnt.accounts,
        records: async (names) => names.flatMap((name) => there(byName.get(name))),
        children: async (parents) =>
          kept.flatMap(({ record }, id) =>
            record.parent !== null && parents.includes(record.parent) ? there(id) : [],
          ),
        async candidates(query, limit) {
          const asked = matchKeysOf(query, 'asked');
          const found = new Set(worthAsking(asked, rarity, FETCHED).flatMap((key) => byKey.get(key) ?? []));
          const hits = [...found].flatMap((id) => {
            const one = kept[id];
            const facts = one?.factsAt(instant) ?? null;
            if (!one || one.record.record === query.record || facts === null) return [];
            const held = facts.partnerId !== null && (facts.open || facts.protectedUntil !== null);
            return [{ id, strong: sharesStrong(one.keys, asked), held, name: one.keys.name }];
          });
          return ranked(hits, asked, { ...learnt, rarity }, limit).flatMap(there);
        },
      };
    },
  };
}

function sharesStrong(kept: MatchKeys, asked: MatchKeys): boolean {
  return kept.strong.some((key) => asked.strong.includes(key));
}
