import type { Fault } from '../../contracts/problem.ts';
import type { ReceivedDeal } from '../../domain/deal/canonical-deal.ts';
import type { MailAnswer } from './deal/mail-answers.ts';
import type { Reading } from './deal/read-deal.ts';

/** The forms in which registrations arrive; a dead letter keeps it so that it can be read again. */
export type IntakeForm =
  | 'application/json'
  | 'text/csv'
  | 'message/rfc822'
  | 'text/plain'
  | 'application/pdf'
  | typeof RECORD_HINT;

/** Not the registration but a word that a record of the PRM changed. */
export const RECORD_HINT = 'application/vnd.quarterdeck.record-hint+json';

/** One registration read from an input, ready to be submitted. */
export interface ParsedDeal {
  externalId: string;
  /** The source's version; null when it has none, then the content is its own version. */
  version: string | null;
  deal: ReceivedDeal;
  /** Read from the system of record because it changed there, perhaps by our own write-back. */
  reread?: boolean;
  /** What an e-mail names: it may answer what we asked. */
  answers?: MailAnswer;
}

/** One part of an input: a registration, or why it is none together with the bytes to keep and read again. */
export type Parsed =
  | { ok: true; parsed: ParsedDeal }
  | { ok: false; faults: [Fault, ...Fault[]]; body: Uint8Array };

/** A reading as a part of its input. */
export function parsedFrom(reading: Reading, body: Uint8Array): Parsed {
  if (!reading.ok) return { ok: false, faults: reading.faults, body };
  const { externalId, version, deal } = reading;
  return { ok: true, parsed: { externalId, version, deal } };
}
