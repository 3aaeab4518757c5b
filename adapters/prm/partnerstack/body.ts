import { Decimal } from 'decimal.js';
import type { PartnerstackRecord } from '../../../contracts/vendors/partnerstack.ts';
import { exponentOf } from '../../../domain/exponent.ts';
import type { Json, JsonObject } from '../../../domain/json.ts';
import type { Money } from '../../../domain/money.ts';
import { refused } from '../../refused.ts';

/**
 * The body of a write. A container goes whole, with what others keep in it: nobody says whether PartnerStack merges or replaces
 * it, and this is right either way.
 */
export function bodyOf(
  values: readonly (readonly [string, Json])[],
  current: PartnerstackRecord | null,
): JsonObject {
  const body: JsonObject = {};
  for (const [path, value] of values) {
    const [outer, inner] = path.split('.') as [string, string?];
    if (inner === undefined) body[outer] = value;
    else body[outer] = { ...((body[outer] ?? current?.[outer] ?? {}) as JsonObject), [inner]: value };
  }
  return body;
}

/** @throws VendorFault `rejected` for what has no whole number of cents, instead of writing another amount. */
export function centsOf({ amount, currency }: Money): number {
  const cents = new Decimal(amount).times(100);
  if (exponentOf(currency) === 2 && cents.isInteger() && cents.abs().lte(Number.MAX_SAFE_INTEGER))
    return cents.toNumber();
  throw refused(
    'partnerstack',
    'AMOUNT_NOT_REPRESENTABLE',
    `PartnerStack counts cents, which do not fit an amount in ${currency} or of this size; register it there by hand`,
  );
}
