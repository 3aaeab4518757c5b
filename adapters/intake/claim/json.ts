import { CLAIM_NUMBERS_AS_TEXT } from '../../../contracts/claim/submission.ts';
import type { ReceivedClaim } from '../../../domain/claim/received-claim.ts';
import type { SourceFormat } from '../../../domain/reading/source-format.ts';
import { isEnvelope } from '../envelope.ts';
import { parseJson } from '../json.ts';
import type { Parsed } from '../parse.ts';
import { readClaim } from './read-claim.ts';

/**
 * Claims from JSON: the bare record, an array of records, or the envelope that Standard Webhooks recommends (`{ type, timestamp, data }`).
 * None where the envelope's type is not about claims.
 */
export function parseClaimsJson(body: Uint8Array, now: Date, format: SourceFormat): Parsed<ReceivedClaim>[] {
  const json = parseJson(body, CLAIM_NUMBERS_AS_TEXT);
  if ('fault' in json) return [{ ok: false, faults: [json.fault], body }];
  const { value } = json;
  if (Array.isArray(value))
    return value.map((item: unknown, at) => ({
      ...partOf(item, Buffer.from(JSON.stringify(item)), now, format),
      place: { sheet: null, row: null, item: at + 1 },
    }));
  if (!isEnvelope(value)) return [partOf(value, body, now, format)];
  return value.type.startsWith('claim.') ? [partOf(value.data, body, now, format)] : [];
}

function partOf(raw: unknown, body: Uint8Array, now: Date, format: SourceFormat): Parsed<ReceivedClaim> {
  const read = readClaim(raw, now, format);
  if (!read.ok) return { ok: false, faults: read.faults, body };
  const { externalId, version, claim } = read;
  return { ok: true, parsed: { externalId, version, stated: claim } };
}
