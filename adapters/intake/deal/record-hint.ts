import { type Call, VendorFault } from '../../ports/call.ts';
import type { Registrar } from '../../ports/registrar.ts';
import { parseJson } from '../json.ts';
import { type DealPart, type ParsedDeal, partFrom } from './part.ts';
import { readDeal } from './read-deal.ts';

/**
 * Reads the record that a hint names from the PRM, or the CRM, in which it was entered. A draft is not submitted yet and gives no
 * part, nor does an event about something else.
 * @throws VendorFault when that did not answer
 */
export async function readRecord(
  from: Registrar | null,
  body: Uint8Array,
  now: Date,
  call: Call,
): Promise<DealPart[]> {
  const json = parseJson(body);
  if ('fault' in json) return [{ ok: false, faults: [json.fault], body }];
  if (from === null)
    return refused(
      body,
      'no_registrations',
      'The PRM keeps no registrations.',
      'Send them by mail, file or API, or set another QUARTERDECK_PRM.',
    );
  try {
    const id = from.reported(json.value);
    if (id === null) return [];
    const record = await from.read(id, call);
    if (record === null)
      return refused(body, 'record_unknown', 'The PRM has no such record.', 'Check the id and the tenant.');
    const merged = record.id !== id;
    // What we wrote there ourselves would come back as a second registration of the same deal.
    const isNews = record.status !== 'Draft' && !record.ours;
    if (!isNews && !merged) return [];
    const { stated_value, ...fields } = record.fields;
    const raw = {
      ...fields,
      deal_id: record.id,
      version: record.version,
      source_partner_id: record.partnerId,
      estimated_value: stated_value,
      // Whoever was first is decided by the PRM's own record, not by when we happened to read it.
      submission_timestamp: record.submittedAt,
    };
    const part = partFrom(readDeal(raw, 'structured', now), body);
    if (!part.ok) return [part];
    const read: DealPart = { ...part, parsed: { ...part.parsed, reread: true } };
    if (!merged) return [read];
    // The one that stays may have been decided long ago: then it is news for its own open case, and no new one.
    const openOnly = record.status === 'Submitted' ? {} : { openOnly: true };
    const stays: DealPart[] = isNews ? [{ ...read, parsed: { ...read.parsed, ...openOnly } }] : [];
    return [...stays, mergedAway(part.parsed, id)];
  } catch (error) {
    if (!(error instanceof VendorFault)) throw error;
    if (error.code === 'missing_id')
      return refused(body, error.code, 'The call names no record.', "Send the record's id.");
    if (error.kind === 'not_found' || error.kind === 'rejected')
      return refused(body, 'record_refused', 'The PRM does not hand out this record.', 'Check the id.');
    throw error;
  }
}

/** The record was merged into the one that was read: a person hears of it where its own case is open. */
function mergedAway(into: ParsedDeal, id: string): DealPart {
  const { problems } = into.stated;
  const merged = {
    code: 'record_merged',
    field: null,
    title: 'The record was merged into another one.',
  } as const;
  // Its content is its version: the other record's version number does not belong to this one.
  const stated = { ...into.stated, problems: [...problems, merged] };
  return { ok: true, parsed: { ...into, externalId: id, version: null, stated, openOnly: true } };
}

function refused(body: Uint8Array, code: string, title: string, fix: string): DealPart[] {
  return [{ ok: false, faults: [{ code, title, field: 'id', fix }], body }];
}
