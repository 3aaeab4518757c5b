import { z } from 'zod';

/**
 * A deal registration as JSON or as a CSV row states it. Shapes only: amounts, dates and codes are judged where the
 * fields are read, because each wrong value has an answer of its own. Numbers arrive as their source text.
 */
const text = (most: number) => z.string().max(most).nullable().exactOptional();
const list = z.array(z.string().max(100)).max(50).nullable().exactOptional();

const amount = z
  .union([z.string().max(40), z.object({ amount: z.string().max(40), currency: z.string().max(10) })])
  .nullable()
  .exactOptional();

export const dealInput = z.object({
  /** The source's own id of the record. */
  deal_id: z.string().min(1).max(200),
  /** The source's version: a counter or an instant. Without one the content is its own version. */
  version: text(40),
  source_partner_id: text(200),
  /** UTC instant; arrival when absent. */
  submission_timestamp: text(40),
  customer_name: text(255),
  opportunity_name: text(255),
  /** Plain decimal text, with `currency` beside it, or both as one object. */
  estimated_value: amount,
  /** ISO 4217; the source's own when absent. */
  currency: text(10),
  expected_close_date: text(40),
  primary_contact_email: text(254),
  partner_notes: text(20_000),
  program: text(100),
  territories: list,
  product_families: list,
  non_standard_discount: z.boolean().nullable().exactOptional(),
  /** Whom the customer also considers. */
  competitor: text(255),
  /** `approved`, `planned` or `requested`. */
  budget: text(200),
  /** When the project is to start: `2027`, `2027-Q1`, `2027-03` or a date. */
  timeline: text(200),
  /** An activity paid from market development funds that the deal came out of: its claim in the PRM, and what is known of it. */
  mdf_claim: text(200),
  mdf_campaign: text(200),
  mdf_date: text(40),
  mdf_amount: amount,
});

export type DealInput = z.infer<typeof dealInput>;

/** A registration's amounts and ids: their JSON numbers are kept as source text, so that none passes through a float. */
export const DEAL_NUMBERS_AS_TEXT: ReadonlySet<string> = new Set([
  'deal_id',
  'source_partner_id',
  'estimated_value',
  'amount',
  'value',
  'deal_value',
  'deal_amount',
  'estimated_amount',
  'mdf_claim',
  'mdf_amount',
]);
