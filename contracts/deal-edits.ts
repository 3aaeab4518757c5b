import { z } from 'zod';
import type { DealSubmission } from '../domain/deal.ts';

/** What an override may change of a registration: what the partner states, never who the partner is. */
const schema = z
  .strictObject({
    customer_name: z.string().min(1).max(255),
    opportunity_name: z.string().min(1).max(255),
    stated_value: z.strictObject({
      amount: z.string().regex(/^\d{1,15}(\.\d{1,4})?$/, { error: 'is a decimal string, e.g. "25000.00"' }),
      currency: z.string().regex(/^[A-Z]{3}$/, { error: 'is an ISO 4217 code, e.g. USD' }),
    }),
    expected_close_date: z.iso.date(),
    primary_contact_email: z.email(),
  })
  .partial();

export type DealEdits = Partial<DealSubmission>;

/** @throws ZodError naming each field that may not be edited or has a wrong value. */
export function parseDealEdits(edits: unknown): DealEdits {
  const parsed = schema.parse(edits ?? {});
  return Object.fromEntries(Object.entries(parsed).filter(([, value]) => value !== undefined));
}
