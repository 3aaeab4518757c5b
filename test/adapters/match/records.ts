import type { IndexedRecord, MatchFacts } from '../../../domain/match/facts.ts';
import type { MatchRecord } from '../../../domain/match/record.ts';

/** A record that knows nothing but its name and what is told here. */
export function aRecord(record: string, name: string, fields: Partial<MatchRecord> = {}): MatchRecord {
  return {
    record,
    kind: record.startsWith('crm:Account') ? 'account' : 'registration',
    name,
    ...{ domain: null, contactToken: null, address: null, products: [], territories: [], parent: null },
    ...fields,
  };
}

export function indexedAs(record: MatchRecord, facts: Partial<MatchFacts> = {}): IndexedRecord {
  const none = { partnerId: null, submittedAt: null, protectedUntil: null, lastTouchAt: null, status: null };
  return { record, facts: { ...none, open: true, sourceOfRecord: 'registration', ...facts } };
}
