import type { ImpartnerMapping, ImpartnerRecord } from '../../../contracts/vendors/impartner.ts';
import type { Json } from '../../../domain/json.ts';
import { roundMoney } from '../../../domain/money.ts';
import { isOwnId } from '../../own-id.ts';
import type { PartnerRecord, PrmDeal } from '../../ports/prm.ts';
import { called, vendorInstant } from '../../vendor-words.ts';
import { amount, fieldReader, flag, referred, text } from '../field-values.ts';
import { partnerRecord } from '../partner-record.ts';

/** What has to be asked for to read a partner company. */
export function partnerFields({ partner }: ImpartnerMapping): string[] {
  return Object.values(partner.fields).filter((field) => field !== undefined);
}

/** A partner company in our words. @throws VendorFault `rejected` when a field has another type than mapped. */
export function partnerFrom(record: ImpartnerRecord, { partner, deal }: ImpartnerMapping): PartnerRecord {
  const read = recordReader(partner.object, record);
  return {
    id: record.id,
    active: read(partner.fields.active, flag) ?? false,
    ...partnerRecord(read, partner, deal.currency),
  };
}

/** What has to be asked for to read a registration. */
export function dealFields({ deal }: ImpartnerMapping): string[] {
  return [
    deal.partner.read,
    deal.modified,
    deal.externalId,
    ...(deal.submitted ? [deal.submitted] : []),
    ...Object.values(deal.fields).map(({ read }) => read),
  ];
}

/** A registration in our words. @throws VendorFault `rejected` when a field has another type than mapped. */
export function dealFrom(record: ImpartnerRecord, { deal }: ImpartnerMapping): PrmDeal {
  const read = recordReader(deal.object, record);
  const { fields } = deal;
  const status = read(fields.status.read, text) ?? '';
  const stated = read(fields.amount.read, amount);
  const modified = read(deal.modified, text);
  const submitted = read(deal.submitted, text);
  const currency = read(fields.currency.read, text) ?? deal.currency;
  return {
    id: record.id,
    partnerId: read(deal.partner.read, referred) ?? '',
    status: Object.keys(deal.statuses).find((ours) => deal.statuses[ours] === status) ?? status,
    fields: {
      customer_name: read(fields.customer_name.read, text),
      opportunity_name: read(fields.opportunity_name.read, text),
      stated_value: stated === null ? null : roundMoney({ amount: stated, currency }),
      // Dates come as midnight without a zone.
      expected_close_date: read(fields.expected_close_date.read, text)?.slice(0, 10) ?? null,
      primary_contact_email: read(fields.primary_contact_email.read, text),
      partner_notes: read(fields.partner_notes.read, text),
    },
    version: modified,
    submittedAt: submitted === null ? null : vendorInstant(submitted),
    modifiedAt: modified === null ? null : vendorInstant(modified),
    ours: isOwnId(record[deal.externalId.toLowerCase()]),
  };
}

/** What stands at a path: the field itself, a field of the record that it refers to, or the path as one name. */
function at(record: ImpartnerRecord, path: string): unknown {
  if (Object.hasOwn(record, path)) return record[path];
  const steps = path.split('.');
  return steps.reduce<unknown>(
    (value, step) =>
      value !== null && typeof value === 'object' && Object.hasOwn(value, step)
        ? (value as Record<string, unknown>)[step]
        : undefined,
    record,
  );
}

/** Reads fields of one record of an object. */
export const recordReader = (object: string, record: ImpartnerRecord) =>
  fieldReader('impartner', called(object, record.id), (path) => at(record, path.toLowerCase()));

/** What a field holds, as it would be written: a reference is written by its id. */
export function heldIn(record: ImpartnerRecord, field: string): Json {
  const held = (record[field.toLowerCase()] ?? null) as Json;
  return held !== null && typeof held === 'object' && !Array.isArray(held) ? (held.id ?? null) : held;
}
