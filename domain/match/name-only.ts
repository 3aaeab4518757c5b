import type { MatchRecord } from './record.ts';

/** A registration of which nothing is known but the customer's name. @param record what it is called among the compared ones */
export function nameOnly(record: string, name: string): MatchRecord {
  return {
    ...{ record, kind: 'registration', name },
    ...{ domain: null, contactToken: null, address: null, products: [], territories: [], parent: null },
  };
}
