import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Claim, ClaimLine, Given } from '../../domain/incentives/claim.ts';
import { isCurrency } from '../../domain/iso-4217.ts';

const text = z.string().min(1).max(500);
const known = text.nullable();
const day = z.string().refine((value) => DateTime.fromISO(value).toFormat('yyyy-MM-dd') === value);
/** In one form, because what waits for budget is put in order by it. */
const instant = z.iso.datetime({ offset: true }).transform((value) => new Date(value).toISOString());
/** As long as amounts of records are; a calculation is exact whatever their length. */
const decimal = z.string().regex(/^\d{1,15}(\.\d{1,12})?$/);
const above0 = decimal.refine((value) => /[1-9]/.test(value));
const money = z.strictObject({ amount: above0, currency: z.string().refine(isCurrency) });
export const moneySchema = money;
const rate = z.strictObject({ usd: above0, record: text });

const line = z.strictObject({
  line: text,
  sale: text,
  source: z.strictObject({
    record: text,
    fields: z.partialRecord(z.enum(['amount', 'quantity', 'sku', 'soldOn']), text),
  }),
  soldOn: day,
  sku: text,
  quantity: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
  amount: money,
  exchange: z.strictObject({ from: rate, to: rate }).nullable(),
  country: known,
  publicSector: z.boolean().nullable(),
  deal: known,
  vendor: known,
  partner: z.strictObject({
    record: text,
    tier: known,
    region: known,
    country: known,
    certifications: z.array(text).nullable(),
  }),
}) satisfies z.ZodType<ClaimLine>;

/** A claim as it is calculated; each of its lines stands in it once. */
export const claimSchema = z.strictObject({
  claim: text,
  partner: text,
  distributor: known,
  persons: z.array(z.strictObject({ person: text, share: above0, consent: known })),
  completeAt: instant,
  submittedOn: day,
  extended: z.boolean(),
  agreement: known,
  request: z.strictObject({ record: text, approved: money }).nullable(),
  lines: z
    .array(line)
    .min(1)
    .refine((lines) => new Set(lines.map((one) => one.line)).size === lines.length),
}) satisfies z.ZodType<Claim>;

export const givenSchema = z.strictObject({
  money,
  rates: z.strictObject({ given: rate, program: rate }),
}) satisfies z.ZodType<Given>;

/** What of a sale was refunded. */
export const refundedSchema = z.union([z.literal('whole'), money]);

export const daySchema = day;
