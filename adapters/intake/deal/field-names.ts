import { dealInput } from '../../../contracts/deal/submission.ts';
import { isBlankText } from '../../../domain/invisible.ts';
import { isCurrency } from '../../../domain/iso-4217.ts';
import { lookupTable } from '../../../domain/lookup-table.ts';
import { currencyOf } from '../../../domain/reading/currency.ts';
import { isCurrencyHeading, looksLikeCurrency } from '../../../domain/reading/currency-headings.ts';

/** What partners and their tools call our fields, after lower-casing and joining words with `_`. */
const ALIASES = lookupTable<string>({
  id: 'deal_id',
  external_id: 'deal_id',
  registration_id: 'deal_id',
  partner_id: 'source_partner_id',
  customer: 'customer_name',
  company: 'customer_name',
  end_customer: 'customer_name',
  account_name: 'customer_name',
  opportunity: 'opportunity_name',
  deal_name: 'opportunity_name',
  amount: 'estimated_value',
  value: 'estimated_value',
  deal_value: 'estimated_value',
  deal_amount: 'estimated_value',
  estimated_amount: 'estimated_value',
  close_date: 'expected_close_date',
  contact_email: 'primary_contact_email',
  email: 'primary_contact_email',
  notes: 'partner_notes',
  submitted_at: 'submission_timestamp',
  competitors: 'competitor',
  main_competitor: 'competitor',
});

/** A record under our own field names. */
export interface NamedFields {
  record: Record<string, unknown>;
  /** Every currency that stands beside the amount: in a field of its own, or in the name of the amount's field. */
  currencies: string[];
  /** Fields that hold something and are not read, as they are called. */
  unread: string[];
  /** One of those looks like a currency: no other currency may be taken for it. */
  currencyUnread: boolean;
  /** Which of id, partner and amount two fields hold differently, neither of which is called as ours is. */
  twice: string | null;
}

/** A wrong one of these is another record, partner or sum. */
const DECIDING: ReadonlySet<string> = new Set(['deal_id', 'source_partner_id', 'estimated_value']);

/** More than a table has columns. */
const MOST_NAMED = 20;
export const AMOUNT = 'estimated_value';

/**
 * The record under our own field names; our own spelling wins over an alias. What is not read is named. Answers null when the value is
 * not a record at all.
 */
export function ourFieldNames(raw: unknown): NamedFields | null {
  if (raw === null || typeof raw !== 'object' || Array.isArray(raw)) return null;
  const record: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  const named: NamedFields = {
    ...{ record, currencies: [], unread: [], currencyUnread: false, twice: null },
  };
  /** Which key filled a field. */
  const keys = new Map<string, string>();
  const twice = new Set<string>();
  for (const [key, value] of Object.entries(raw)) {
    const name = joinedName(key);
    if (isCurrencyHeading(name)) {
      if (isBlank(value)) continue;
      if (typeof value === 'string') named.currencies.push(value.trim());
      else record.currency = value;
      continue;
    }
    const { field, currency } = fieldOf(name);
    if (!Object.hasOwn(dealInput.shape, field)) {
      if (!isBlank(value)) named.unread.push(key);
      named.currencyUnread ||= looksLikeCurrency(name) && !isBlank(value);
      continue;
    }
    // What is blank says nothing: it takes no value's place.
    if (isBlank(value)) {
      record[field] ??= value;
      continue;
    }
    if (currency !== null) named.currencies.push(currency);
    const before = keys.get(field);
    if (before === undefined || field === name) record[field] = value;
    if (before !== undefined) {
      named.unread.push(field === name ? before : key);
      const differs = field === AMOUNT || !isSame(record[field], value);
      if (differs && DECIDING.has(field) && name !== field && joinedName(before) !== field) twice.add(field);
    }
    if (field === name) twice.delete(field);
    keys.set(field, field === name || before === undefined ? key : before);
  }
  const [first = null] = twice;
  return { ...named, twice: first, unread: named.unread.slice(0, MOST_NAMED).map(shownName) };
}

/** `Customer Name`, `customerName` and `customer-name` are one. */
export function joinedName(key: string): string {
  return key
    .trim()
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}

/** The field that another tool's name stands for. */
export function aliasOf(name: string): string | undefined {
  return ALIASES[name];
}

/** The name of an amount may end in its currency: `Amount (EUR)`, `amount_eur`. */
export function currencyInName(name: string): { field: string; currency: string } | null {
  const [, base = '', aside = ''] =
    /^([a-z_]{1,40}?)_?(?:[([]([^)\]]{1,10})[)\]]|(?<=_)(?:in_)?([a-z]{3}))$/
      .exec(name)
      ?.filter((part) => part !== undefined) ?? [];
  const field = ALIASES[base] ?? base;
  if (field !== AMOUNT && field !== 'mdf_amount') return null;
  const sign = isCurrency(aside.toUpperCase()) ? aside.toUpperCase() : aside;
  return currencyOf(sign, null) === null ? null : { field, currency: sign };
}

function fieldOf(name: string): { field: string; currency: string | null } {
  const alias = ALIASES[name];
  if (alias !== undefined) return { field: alias, currency: null };
  return currencyInName(name) ?? { field: name, currency: null };
}

/** `7` and `"7"` are one. */
function isSame(one: unknown, other: unknown): boolean {
  return typeof one !== 'object' && String(one).trim() === String(other).trim();
}

/** Nothing at all, a text that shows nothing, and an amount or a list of such. */
function isBlank(value: unknown): boolean {
  if (typeof value === 'string') return isBlankText(value);
  if (value === undefined || value === null) return true;
  return typeof value === 'object' && Object.values(value).every(isBlank);
}

/** The name of a field, where it is one: whatever else stands there is not repeated. */
export function shownName(key: string): string {
  return /^[\p{L}\p{N}\p{M} _()[\]/.,#%€$£¥:-]{1,60}$/u.test(key)
    ? key.trim()
    : 'a field whose name cannot be shown';
}
