import { Decimal } from 'decimal.js';
import { normaliseText, statementsOf } from '../grounding/statements.ts';
import type { DealFields } from './registration.ts';

/** A model reads less of a document. */
const LONGEST = 100_000;

/**
 * Keeps of a model's extraction only what the document says: texts word for word, an amount with its currency, a date that is
 * written out, an address by its token. What is not in the document is dropped and named.
 * @param document tokenised, as the model saw it; its first 100,000 characters count
 */
export function bindExtraction(
  fields: DealFields,
  document: string,
): { fields: DealFields; dropped: (keyof DealFields)[] } {
  const begins = document.slice(0, LONGEST);
  const text = flat(begins);
  const readings = new Set(statementsOf(normaliseText(begins), new Set()).flatMap((claim) => claim.readings));
  const { stated_value: value, expected_close_date: date, primary_contact_email: email } = fields;
  const holds: Record<keyof DealFields, boolean> = {
    customer_name: stands(fields.customer_name, text),
    opportunity_name: stands(fields.opportunity_name, text),
    stated_value:
      value === null || readings.has(`number:${new Decimal(value.amount).toFixed()}:${value.currency}`),
    expected_close_date: date === null || readings.has(`date:${date}`),
    primary_contact_email: email === null || (/^\[\[EMAIL_\d+\]\]$/.test(email) && begins.includes(email)),
    partner_notes: stands(fields.partner_notes, text),
  };
  const dropped = (Object.keys(holds) as (keyof DealFields)[]).filter((field) => !holds[field]);
  return { fields: { ...fields, ...Object.fromEntries(dropped.map((field) => [field, null])) }, dropped };
}

function stands(value: string | null, text: string): boolean {
  return value === null || (flat(value) !== '' && text.includes(flat(value)));
}

function flat(text: string): string {
  return normaliseText(text).toLowerCase().replace(/\s+/g, ' ').trim();
}
