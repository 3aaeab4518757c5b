import type { JsonObject } from '../../domain/json.ts';
import { refused } from '../refused.ts';

/**
 * The field of a currency, for a CRM that may have one currency only.
 * @param field null: the CRM has none, and every amount is in `only`
 * @throws VendorFault `rejected` instead of writing an amount under a currency that it is not in
 */
export function currencyField(
  vendor: string,
  { field, only }: { field: string | null; only: string },
  currency: string,
): JsonObject {
  if (field !== null) return { [field]: currency };
  if (currency === only) return {};
  throw refused(
    vendor,
    'CURRENCY',
    `it has ${only} only; convert the amount, or map a field for the currency in policy/mappings/${vendor}.yaml`,
  );
}
