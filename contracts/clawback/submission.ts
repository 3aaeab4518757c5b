import { z } from 'zod';

const text = (most: number) => z.string().max(most).nullable().exactOptional();

/** A refund of a sale as JSON states it. Shapes only; numbers arrive as their source text. */
export const clawbackInput = z.strictObject({
  /** The source's own id of the refund. */
  clawback_id: z.string().min(1).max(200),
  /** The source's version: a counter or an instant. Without one the content is its own version. */
  version: text(40),
  /** The claim that was paid for the sale, by its case or its own id. */
  claim: text(400),
  /** Line of the claim. */
  line: text(60),
  invoice_number: text(80),
  sku: text(100),
  /** Plain decimal text with `currency` beside it, both as one object, or `whole`. */
  refunded: z.union([
    z.string().max(40),
    z.strictObject({ amount: z.string().max(40), currency: z.string().max(10) }),
  ]),
  currency: text(10),
  /** ISO date. */
  refunded_on: z.string().max(40),
});

/** Their JSON numbers are kept as source text, so that none passes through a float. */
export const CLAWBACK_NUMBERS_AS_TEXT: ReadonlySet<string> = new Set([
  ...['clawback_id', 'claim', 'line', 'invoice_number', 'sku', 'refunded', 'amount'],
]);
