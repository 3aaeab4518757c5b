import { Decimal } from 'decimal.js';
import { z } from 'zod';
import type { PartnerstackMapping, PartnerstackRecord } from '../../../contracts/vendors/partnerstack.ts';
import type { Json } from '../../../domain/json.ts';
import { exponentOf, type Money, roundMoney } from '../../../domain/money.ts';
import { isOwnId } from '../../own-id.ts';
import { VendorFault } from '../../ports/call.ts';
import type { PartnerRecord, PrmDeal } from '../../ports/prm.ts';
import { names } from '../../vendor-words.ts';

/** Answers of a form come as texts, whatever they mean. */
const text = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .transform((value) => value || null);
const number = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^-?\d+(\.\d+)?$/)
      .transform(Number),
  ])
  .nullish()
  .transform((value) => value ?? null);
const flag = z
  .union([z.boolean(), z.stringbool()])
  .nullish()
  .transform((value) => value ?? null);
const list = z
  .union([z.array(z.string()), z.string().transform(names)])
  .nullish()
  .transform((value) => value ?? null);
const cents = z.int().nullish();
/** Epoch milliseconds. */
const moment = z
  .int()
  .nullish()
  .transform((value) => (value == null ? null : new Date(value).toISOString()));

/** A partnership in our words. @throws VendorFault `rejected` when a field has another type than mapped. */
export function partnerFrom(
  record: PartnerstackRecord,
  { partner, deal }: PartnerstackMapping,
): PartnerRecord {
  const read = reader(record);
  const { fields, defaults } = partner;
  const tier = read(fields.tier, text) ?? '';
  const region = read(fields.region, text) ?? '';
  const balance = read(fields.mdfBalance, number);
  const currency = read(fields.mdfCurrency, text) ?? deal.currency;
  return {
    id: read('partner_key', text) ?? record.key,
    name: read(fields.name, text) ?? '',
    tier: partner.tiers[tier] ?? tier,
    region: partner.regions[region] ?? region,
    language: read(fields.language, text) ?? defaults.language,
    timeZone: read(fields.timeZone, text) ?? defaults.timeZone,
    email: read(fields.email, text),
    active: !isArchived(record) && read('approved', flag) !== false,
    winRate: read(fields.winRate, number),
    performance: read(fields.performance, number),
    certified: read(fields.certified, flag),
    approvedRegistrations: read(fields.approvedRegistrations, number),
    manager: read(fields.manager, text),
    certifications: read(fields.certifications, list),
    territories: read(fields.territories, list)?.map((each) => partner.regions[each] ?? each) ?? null,
    mdfBalance: balance === null ? null : roundMoney({ amount: String(balance), currency }),
    parentPartner: read(fields.parentPartner, text),
  };
}

/** A deal in our words. @throws VendorFault `rejected` when a field has another type than mapped. */
export function dealFrom(record: PartnerstackRecord, { deal }: PartnerstackMapping): PrmDeal {
  const read = reader(record);
  const { fields } = deal;
  const stage = read('stage', text) ?? '';
  const modified = read('updated_at', cents);
  return {
    id: record.key,
    partnerId: read('partner_key', text) ?? '',
    status: Object.keys(deal.statuses).find((ours) => deal.statuses[ours] === stage) ?? stage,
    fields: {
      customer_name: read(fields.customer_name, text),
      opportunity_name: read(fields.opportunity_name, text),
      stated_value: moneyOf(read('amount', cents), read(fields.currency, text) ?? deal.currency),
      expected_close_date: read('close_date', text)?.slice(0, 10) ?? null,
      primary_contact_email: read(fields.primary_contact_email, text),
      partner_notes: read(fields.partner_notes, text),
    },
    version: modified == null ? null : String(modified),
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
function moneyOf(amount: number | null | undefined, currency: string): Money | null {
  if (amount == null || exponentOf(currency) !== 2) return null;
  return roundMoney({ amount: new Decimal(amount).div(100).toFixed(), currency });
}

function reader(record: PartnerstackRecord) {
  return <T extends z.ZodType>(path: string | undefined, type: T): z.output<T> => {
    const value = type.safeParse(path === undefined ? null : heldAt(record, path));
    if (value.success) return value.data;
    throw new VendorFault({
      vendor: 'partnerstack',
      kind: 'rejected',
      code: 'FIELD_TYPE',
      message: `field ${path} has another type than policy/mappings/partnerstack.yaml expects`,
    });
  };
}
