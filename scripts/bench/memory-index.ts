import type { MatchPort } from '../../adapters/ports/match.ts';
import { normaliseCompanyName } from '../../domain/company/company-name.ts';
import type { IndexedRecord } from '../../domain/match/facts.ts';
import { NOTHING_COUNTED } from '../../domain/match/telling.ts';
import { trigramSimilarity } from '../../domain/match/trigram.ts';

/** A match index small enough to look at every record. */
export function memoryIndex(first: readonly IndexedRecord[]): MatchPort {
  const kept = new Map(first.map((each) => [each.record.record, { ...each, plain: plainName(each) }]));
  return {
    vendor: 'memory',
    async index(records) {
      for (const each of records) kept.set(each.record.record, { ...each, plain: plainName(each) });
    },
    async remove(names) {
      for (const name of names) kept.delete(name);
    },
    records: async (names) => names.flatMap((name) => kept.get(name) ?? []),
    children: async (parents) =>
      [...kept.values()].filter(({ record }) => record.parent !== null && parents.includes(record.parent)),
    async candidates(query, limit) {
      const plain = normaliseCompanyName(query.name);
      const near = ({ record, plain: other }: IndexedRecord & { plain: string }) => {
        const shares =
          (query.domain !== null && record.domain !== null && sameSite(query.domain, record.domain)) ||
          (query.contactToken !== null && record.contactToken === query.contactToken);
        return shares ? 2 : trigramSimilarity(plain, other);
      };
      return [...kept.values()]
        .filter(({ record }) => record.record !== query.record)
        .map((each) => ({ each, near: near(each) }))
        .filter((one) => one.near > 0.1)
        .sort((a, b) => b.near - a.near)
        .slice(0, limit)
        .map(({ each: { record, facts } }) => ({ record, facts }));
    },
    learnt: async () => ({ words: NOTHING_COUNTED, sharedDomains: new Set() }),
    tend: async () => undefined,
  };
}

function plainName({ record }: IndexedRecord): string {
  return normaliseCompanyName(record.name);
}

/** One host or a subdomain of the other. */
function sameSite(a: string, b: string): boolean {
  return a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`);
}
