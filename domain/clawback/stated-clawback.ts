import type { Money } from '../money.ts';

/** Why something that was paid may have to be taken back: the customer got money back, or the registration of the sale was rolled back. */
export const CLAWBACK_CAUSES = ['refund', 'registration'] as const;
export type ClawbackCause = (typeof CLAWBACK_CAUSES)[number];

/** What is told of a sale that was paid for. Days are `2026-01-31`. It names no person. */
export interface StatedClawback {
  cause: ClawbackCause;
  /** The claim that was paid for the sale, by its case or by its own id; null: the invoice says which. */
  claim: string | null;
  /** Line of the claim; null: each of the product or, without one, all of them. */
  line: string | null;
  invoiceNumber: string | null;
  sku: string | null;
  /** In the currency of the sale; `whole`: all of it. */
  refunded: Money | 'whole';
  /** Day on which the customer got it. */
  on: string;
}
