import type { IndexedRecord } from '../../domain/match/facts.ts';
import type { MatchRecord } from '../../domain/match/record.ts';
import type { WordCounts } from '../../domain/match/telling.ts';
import type { Call } from './call.ts';

/** What the tenant's own accounts show. */
export interface LearntOfAccounts {
  words: WordCounts;
  /** Registrable domains that many different accounts have: they say nothing about a company. */
  sharedDomains: ReadonlySet<string>;
}

/** Finds records that may be the same customer among very many; what it finds is scored by domain/match. */
export interface MatchPort {
  readonly vendor: string;
  /** Adds or replaces records by their `record.record`. At most 1,000 a call. */
  index(records: readonly IndexedRecord[], call: Call): Promise<void>;
  /** Records by name, in no order; unknown ones are left out. */
  records(names: readonly string[], call: Call): Promise<IndexedRecord[]>;
  /** Every record whose parent is one of these. */
  children(parents: readonly string[], call: Call): Promise<IndexedRecord[]>;
  /** Removes records; unknown ones are ignored. */
  remove(records: readonly string[], call: Call): Promise<void>;
  /**
   * The likeliest, best first: nearest names by n-gram cosine, and whatever shares a domain, its registrable label, a contact, a
   * parent or a postal address. At most `limit`, never the record `query.record` itself; and beside them what other partners hold under
   * a name with a rare word in common, at most 100.
   */
  candidates(query: MatchRecord, limit: number, call: Call): Promise<IndexedRecord[]>;
  /** What was learnt last from the accounts in the index. */
  learnt(call: Call): Promise<LearntOfAccounts>;
  /** Housekeeping after many changes. Called again and again, a minute at a time at most. */
  tend(call: Call): Promise<void>;
}
