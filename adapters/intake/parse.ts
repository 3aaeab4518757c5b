import type { Fault } from '../../contracts/problem.ts';
import type { ReceivedDeal } from '../../domain/canonical-deal.ts';

/** The forms in which registrations arrive; a dead letter keeps it so that it can be read again. */
export type IntakeForm = 'application/json' | 'text/csv' | 'message/rfc822';

/** One registration read from an input, ready to be submitted. */
export interface ParsedDeal {
  externalId: string;
  /** The source's version; else the hash of the canonical content. */
  version: string;
  deal: ReceivedDeal;
}

/** One part of an input: a registration, or why it is none together with the bytes to keep and read again. */
export type Parsed =
  | { ok: true; parsed: ParsedDeal }
  | { ok: false; faults: [Fault, ...Fault[]]; body: Uint8Array };
