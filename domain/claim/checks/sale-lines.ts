import type { ClaimEvidence, DealLine } from '../evidence.ts';
import { sameNumber } from '../same-text.ts';
import { skuKey } from './sku-key.ts';

/** A line as it is claimed, as far as a sale can be told by it. */
export interface ClaimedSale {
  sku: string | null;
  quantity: string | null;
  soldOn: string | null;
}

/**
 * The line of the deal that a claimed one is about: of those with its SKU the only one, or the only one with its quantity, or of these with
 * its day. Null: none, or it cannot be told which.
 */
export function saleLineOf(deal: ClaimEvidence['deal'], claimed: ClaimedSale): DealLine | null {
  if (deal === null || claimed.sku === null) return null;
  const sku = skuKey(claimed.sku);
  const ofSku = deal.lines.filter((line) => skuKey(line.sku) === sku);
  if (ofSku.length <= 1) return ofSku[0] ?? null;
  const quantity = claimed.quantity;
  const ofQuantity = ofSku.filter((line) => quantity !== null && sameNumber(line.quantity, quantity));
  if (ofQuantity.length <= 1) return ofQuantity[0] ?? null;
  const ofDay = ofQuantity.filter(({ soldOn }) => soldOn === claimed.soldOn);
  return ofDay.length === 1 ? (ofDay[0] as DealLine) : null;
}
