import { isEmailAddress } from '../email-address.ts';
import { exponentOf } from '../exponent.ts';
import { INVISIBLE } from '../invisible.ts';
import { isCurrency } from '../iso-4217.ts';
import type { Json, JsonObject } from '../json.ts';
import { lookupTable } from '../lookup-table.ts';
import { amountFaultText } from '../reading/amount-fault-text.ts';
import { UNSTATED } from '../reading/source-format.ts';
import { statedMoney } from '../reading/stated-amount.ts';
import type { DealSubmission } from './registration.ts';

/**
 * What an override may change of a registration: what the partner states, never who the partner is. A value has to be one that intake
 * would take, since it is written to the same systems. Workflows import this file.
 */
const text = (most: number) => (value: Json) =>
  typeof value === 'string' && value.trim() !== '' && value.length <= most && isShown(value);
const TEXT = 'a text of at most 255 characters, all of which can be shown';
const CHECKS = lookupTable<{ good: (value: Json) => boolean; form: string }>({
  customer_name: { good: text(255), form: TEXT },
  opportunity_name: { good: text(255), form: TEXT },
  stated_value: {
    good: isMoney,
    form: '{ "amount": "25000.00", "currency": "USD" }, with a code of ISO 4217, its decimals at most, and less than 1,000,000,000,000',
  },
  expected_close_date: { good: isDate, form: 'a date like 2027-01-31, between 2000 and 2100' },
  primary_contact_email: {
    good: (value) => typeof value === 'string' && isEmailAddress(value),
    form: 'an e-mail address',
  },
});

/** What is wrong with an override's edits, in one sentence that names the field; null when they can be used. */
export function dealEditsProblem(edits: JsonObject): string | null {
  for (const [field, value] of Object.entries(edits)) {
    const check = CHECKS[field];
    if (!check) return `the field ${field} cannot be edited; these can: ${Object.keys(CHECKS).join(', ')}`;
    if (!check.good(value)) return twoReadings(field, value) ?? `the field ${field} must be ${check.form}`;
  }
  return null;
}

/** An amount that is two numbers is told with both. */
function twoReadings(field: string, value: Json): string | null {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null;
  const { amount, currency } = value;
  if (typeof amount !== 'string' || typeof currency !== 'string' || amount.trim() === '') return null;
  const read = statedMoney(amount, [currency], UNSTATED);
  if (!('fault' in read) || read.fault.code !== 'amount_ambiguous') return null;
  return `the field ${field} must be one number: ${amountFaultText(read.fault).join(' ')}`;
}

/** The edits as fields of a submission. @throws RangeError with dealEditsProblem's sentence */
export function dealEdits(edits: JsonObject): Partial<DealSubmission> {
  const problem = dealEditsProblem(edits);
  if (problem) throw new RangeError(problem);
  return edits as Partial<DealSubmission>;
}

function isMoney(value: Json): boolean {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  const { amount, currency, ...more } = value;
  if (Object.keys(more).length > 0 || typeof amount !== 'string' || typeof currency !== 'string')
    return false;
  const decimals = /^\d{1,12}(?:\.(\d{1,4}))?$/.exec(amount);
  return decimals !== null && isCurrency(currency) && (decimals[1] ?? '').length <= exponentOf(currency);
}

/** One line, of characters that show something: a terminal, a mail and a CRM will hold it. */
function isShown(value: string): boolean {
  return !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(value) && value.search(INVISIBLE) < 0;
}

function isDate(value: Json): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || !date.toISOString().startsWith(value)) return false;
  return date.getUTCFullYear() >= 2000 && date.getUTCFullYear() <= 2100;
}
