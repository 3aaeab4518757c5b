import type { MatchRecord } from './record.ts';

/** When our own sellers, or a partner, last touched it: a UTC instant; `never`, where none is logged; null, where that is not known. */
export type LastTouch = string | null;

/** What decides who was first and what is live, of a record that may be the same customer. Instants are UTC. */
export interface MatchFacts {
  /** Partner who registered it, or whom the CRM names on it. */
  partnerId: string | null;
  submittedAt: string | null;
  protectedUntil: string | null;
  /** A registration that is not ended, an opportunity that is not closed; an account is always open. */
  open: boolean;
  /** See LastTouch. */
  lastTouchAt: LastTouch;
  /** Status or stage in the words of the system of record. */
  status: string | null;
  sourceOfRecord: 'registration' | 'crm' | 'prm';
}

/** A record as the match index holds and returns it. */
export interface IndexedRecord {
  record: MatchRecord;
  facts: MatchFacts;
}
