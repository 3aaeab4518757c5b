import { Decimal } from 'decimal.js';
import { z } from 'zod';
import type { PartnerstackMapping, PartnerstackRecord } from '../../../contracts/vendors/partnerstack.ts';
import { exponentOf } from '../../../domain/exponent.ts';
import type { Json } from '../../../domain/json.ts';
import { type Money, roundMoney } from '../../../domain/money.ts';
import { isOwnId } from '../../own-id.ts';
import type { PartnerRecord, PrmDeal } from '../../ports/prm.ts';
import { called } from '../../vendor-words.ts';
import { fieldReader, flag, text } from '../field-values.ts';
import { partnerRecord } from '../partner-record.ts';

/** A whole number, which may come as text. Whatever else an amount is, nobody says whether cents are meant. */
const whole = z
  .union([
    z.int(),
    z
      .string()
      .trim()
      .regex(/^-?\d+$/)
      .transform(Number),
  ])
  .nullish()
  .transform((value) => value ?? null);
/** Epoch milliseconds. */
const moment = whole
  .refine((at) => at === null || Math.abs(at) <= LAST_MOMENT)
  .transform((at) => (at === null ? null : new Date(at).toISOString()));
/** The last one that a date can hold, in milliseconds. */
const LAST_MOMENT = 8.64e15;
/** A day, which comes as a date, a moment or epoch milliseconds. */
const day = z
  .union([moment, z.string().regex(/^\d{4}-\d\d-\d\d/), z.literal('').transform(() => null)])
  .transform((at) => at?.slice(0, 10) ?? null);

/** A partnership in our words. @throws VendorFault `rejected` when a field has another type than mapped. */
export function partnerFrom(
  record: PartnerstackRecord,
  { partner, deal }: PartnerstackMapping,
): PartnerRecord {
  const read = reader('partnership', record);
  return {
    id: read('partner_key', text) ?? record.key,
    active: !isArchived(record) && read('approved', flag) !== false,
    ...partnerRecord(read, partner, deal.currency),
  };
}

/** A deal in our words. @throws VendorFault `rejected` when a field has another type than mapped. */
export function dealFrom(record: PartnerstackRecord, { deal }: PartnerstackMapping): PrmDeal {
  const read = reader('deal', record);
  const { fields } = deal;
  const stage = read('stage', text) ?? '';
  const modified = read('updated_at', whole);
  return {
    id: record.key,
    partnerId: read('partner_key', text) ?? '',
    status: Object.keys(deal.statuses).find((ours) => deal.statuses[ours] === stage) ?? stage,
    fields: {
      customer_name: read(fields.customer_name, text),
      opportunity_name: read(fields.opportunity_name, text),
      stated_value: moneyOf(read('amount', whole), read(fields.currency, text) ?? deal.currency),
      expected_close_date: read('close_date', day),
      primary_contact_email: read(fields.primary_contact_email, text),
      partner_notes: read(fields.partner_notes, text),
    },
    version: modified === null ? null : String(modified),
    // A deal is created by the partner's submitting its form.
    submittedAt: read('created_at', moment),
    modifiedAt: read('updated_at', moment),
    ours: isOwnId(record.external_key),
  };
}

/** What stands at a path of the mapping; null when nothing does. */
export function heldAt(record: PartnerstackRecord, path: string): Json {
  const [outer, inner] = path.split('.') as [string, string?];
  const value = record[outer] as Json | undefined;
  if (inner === undefined) return value ?? null;
  const inside = value !== null && typeof value === 'object' && !Array.isArray(value);
  return (inside ? value[inner] : null) ?? null;
}

/** Archived records are still handed out by key. */
export function isArchived(record: PartnerstackRecord): boolean {
  return String(record.archived ?? false) === 'true';
}

/**
 * Amounts are integers in cents. What that means for a currency without cents nobody says, so such an amount is not guessed
 * at: the registration is read without one, and a person is asked.
 */
function moneyOf(amount: number | null, currency: string): Money | null {
  if (amount === null || exponentOf(currency) !== 2) return null;
  return roundMoney({ amount: new Decimal(amount).div(100).toFixed(), currency });
}

const reader = (object: string, record: PartnerstackRecord) =>
  fieldReader('partnerstack', called(object, record.key), (path) => heldAt(record, path));
