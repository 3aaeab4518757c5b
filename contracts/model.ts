import { z } from 'zod';
import type { DealFields } from '../domain/deal/registration.ts';

/** Answer to prompts/deal-rationale: prose for a reviewer. */
export const rationaleAnswer = z.strictObject({
  rationale: z.string().min(1).max(2000).describe('Plain prose, at most six sentences, no list, no heading'),
});
export type RationaleAnswer = z.infer<typeof rationaleAnswer>;

const text = (what: string, max: number) => z.string().min(1).max(max).nullable().describe(what);

/** Answer to prompts/deal-extraction: what the document states, null where it states nothing. */
export const extractionAnswer = z.strictObject({
  customer_name: text('Company that would buy', 200),
  opportunity_name: text('Name of the opportunity or project', 200),
  stated_value: z
    .strictObject({
      amount: z
        .string()
        .regex(/^\d{1,13}(\.\d{1,4})?$/)
        .describe('Digits with a decimal point'),
      currency: z
        .string()
        .regex(/^[A-Z]{3}$/)
        .describe('ISO 4217 code'),
    })
    .nullable()
    .describe('Amount and currency as stated'),
  expected_close_date: z.iso.date().nullable().describe('YYYY-MM-DD'),
  primary_contact_email: text('Address of the contact at the customer, exactly as written', 320),
  partner_notes: text('Anything else that the partner tells us, verbatim', 4000),
}) satisfies z.ZodType<DealFields>;

/** Front matter of a file in prompts/. */
export const promptHeader = z.strictObject({
  prompt: z.string().regex(/^[a-z][a-z-]*$/),
  version: z.number().int().positive(),
  answer: z.enum(['rationale', 'extraction']),
  max_tokens: z.number().int().positive(),
});
