import type { ReceivedDeal } from '../../../domain/deal/canonical-deal.ts';
import type { Parsed, Submission } from '../parse.ts';
import type { Reading } from './read-deal.ts';

export type ParsedDeal = Submission<ReceivedDeal>;
export type DealPart = Parsed<ReceivedDeal>;

/** A reading as a part of its input. */
export function partFrom(reading: Reading, body: Uint8Array): DealPart {
  if (!reading.ok) return { ok: false, faults: reading.faults, body };
  const { externalId, version, deal } = reading;
  const { unread } = deal;
  return { ok: true, parsed: { externalId, version, stated: deal, ...(unread && { unread }) } };
}
