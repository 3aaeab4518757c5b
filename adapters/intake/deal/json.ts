import { DEAL_NUMBERS_AS_TEXT } from '../../../contracts/deal/submission.ts';
import { type SourceFormat, UNSTATED } from '../../../domain/reading/source-format.ts';
import { isEnvelope } from '../envelope.ts';
import { parseJson } from '../json.ts';
import { dealsOfList } from './list.ts';
import { type DealPart, partFrom } from './part.ts';
import { readDeal } from './read-deal.ts';

/** Registrations from JSON: one (see parseDealJson), or an array of records. */
export function parseDealsJson(body: Uint8Array, now: Date, source: SourceFormat): DealPart[] {
  const json = parseJson(body, DEAL_NUMBERS_AS_TEXT);
  if ('value' in json && Array.isArray(json.value)) {
    const items = json.value.map((value: unknown) => ({ value }));
    return dealsOfList(items, body, now, source);
  }
  const part = partOf(json, body, now, source);
  return part === null ? [] : [part];
}

/**
 * A registration from JSON: the bare record, or the envelope that Standard Webhooks recommends (`{ type, timestamp, data }`).
 * @returns one part; null when the envelope's type is not about deals.
 */
export function parseDealJson(body: Uint8Array, now: Date, source: SourceFormat = UNSTATED): DealPart | null {
  return partOf(parseJson(body, DEAL_NUMBERS_AS_TEXT), body, now, source);
}

function partOf(
  json: ReturnType<typeof parseJson>,
  body: Uint8Array,
  now: Date,
  source: SourceFormat,
): DealPart | null {
  if ('fault' in json) return { ok: false, faults: [json.fault], body };
  const { value } = json;
  if (!isEnvelope(value)) return partFrom(readDeal(value, 'structured', now, source), body);
  if (!value.type.startsWith('deal.')) return null;
  return partFrom(readDeal(value.data, 'structured', now, source), body);
}
