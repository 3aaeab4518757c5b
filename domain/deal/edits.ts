import type { Json, JsonObject } from '../json.ts';
import { lookupTable } from '../lookup-table.ts';
import type { DealSubmission } from './registration.ts';

/** What an override may change of a registration: what the partner states, never who the partner is. Workflows import this file. */
const text = (most: number) => (value: Json) =>
  typeof value === 'string' && value.trim() !== '' && value.length <= most;
const CHECKS = lookupTable<{ good: (value: Json) => boolean; form: string }>({
  customer_name: { good: text(255), form: 'a text of at most 255 characters' },
  opportunity_name: { good: text(255), form: 'a text of at most 255 characters' },
  stated_value: { good: isMoney, form: '{ "amount": "25000.00", "currency": "USD" }' },
  expected_close_date: { good: isDate, form: 'a date like 2027-01-31' },
  primary_contact_email: {
    good: (value) =>
      typeof value === 'string' && /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/.test(value) && value.length <= 254,
    form: 'an e-mail address',
  },
});

/** What is wrong with an override's edits, in one sentence that names the field; null when they can be used. */
export function dealEditsProblem(edits: JsonObject): string | null {
  for (const [field, value] of Object.entries(edits)) {
    const check = CHECKS[field];
    if (!check) return `the field ${field} cannot be edited; these can: ${Object.keys(CHECKS).join(', ')}`;
    if (!check.good(value)) return `the field ${field} must be ${check.form}`;
  }
  return null;
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
  return /^\d{1,15}(\.\d{1,4})?$/.test(amount) && /^[A-Z]{3}$/.test(currency);
}

function isDate(value: Json): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}
