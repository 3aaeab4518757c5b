import type { MatchRecord } from './record.ts';

/** What decides who was first and what is live, of a record that may be the same customer. Instants are UTC. */
export interface MatchFacts {
  /** Partner who registered it, or whom the CRM names on it. */
  partnerId: string | null;
  submittedAt: string | null;
  protectedUntil: string | null;
  /** A registration that is not ended, an opportunity that is not closed; an account is always open. */
  open: boolean;
  /** Last time that our own sellers or a partner touched it. */
  lastTouchAt: string | null;
  /** Status or stage in the words of the system of record. */
  status: string | null;
  sourceOfRecord: 'registration' | 'crm' | 'prm';
}

/** A record as the match index holds and returns it. */
export interface IndexedRecord {
  record: MatchRecord;
  facts: MatchFacts;
}
