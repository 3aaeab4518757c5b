import { z } from 'zod';

/**
 * A claim as JSON states it. Shapes only: amounts, days and ids are judged where the fields are read, because each wrong value has an answer of
 * its own. Numbers arrive as their source text.
 */
const text = (most: number) => z.string().max(most).nullable().exactOptional();

const amount = z
  .union([z.string().max(40), z.strictObject({ amount: z.string().max(40), currency: z.string().max(10) })])
  .nullable()
  .exactOptional();

const line = z.strictObject({
  /** The source's own name of the line; its place in the list when absent. */
  line: text(60),
  sku: z.string().max(100),
  quantity: z.string().max(20),
  /** Net. Plain decimal text, with `currency` of the claim beside it, or both as one object. */
  amount,
  sold_on: text(40),
  invoice_number: text(80),
});

const person = z.strictObject({
  /** Id or e-mail address of somebody at the partner. */
  person: z.string().min(1).max(254),
  share: text(20),
  /** Reference of the partner's consent on file. */
  consent: text(100),
});

const document = z.strictObject({
  name: text(255),
  type: text(100),
  /** The file, base64. */
  content: z.string().min(1),
});

export const claimInput = z.strictObject({
  /** The source's own id of the record. */
  claim_id: z.string().min(1).max(200),
  /** The source's version: a counter or an instant. Without one the content is its own version. */
  version: text(40),
  source_partner_id: text(200),
  program: text(100),
  deal_id: text(200),
  customer_name: text(255),
  /** ISO 3166-1, two letters. */
  country: text(10),
  public_sector: z.boolean().nullable().exactOptional(),
  /** ISO date. MDF: of the activity. */
  sold_on: text(40),
  invoice_number: text(80),
  vendor: text(255),
  request: text(200),
  /** ISO 4217, of amounts that stand without one. */
  currency: text(10),
  lines: z.array(line).max(1_000).nullable().exactOptional(),
  /** What the partner expects to be paid. */
  total: amount,
  persons: z.array(person).max(50).nullable().exactOptional(),
  documents: z.array(document).max(50).nullable().exactOptional(),
  notes: text(20_000),
});

export type ClaimInput = z.infer<typeof claimInput>;
export type ClaimLineInput = z.infer<typeof line>;

/** A claim's amounts and ids: their JSON numbers are kept as source text, so that none passes through a float. */
export const CLAIM_NUMBERS_AS_TEXT: ReadonlySet<string> = new Set([
  'claim_id',
  'source_partner_id',
  'deal_id',
  'request',
  'line',
  'sku',
  'quantity',
  'amount',
  'total',
  'share',
  'invoice_number',
  'person',
  'consent',
]);
