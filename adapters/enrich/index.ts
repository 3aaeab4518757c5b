import type { AccountBudgets } from '../account-budgets.ts';
import { chooseVendor } from '../ports/choose-vendor.ts';
import type { EnrichPort } from '../ports/enrich.ts';
import { enrichFiles } from './files.ts';
import { enrichHttp } from './http.ts';

/** Every source of firmographics that Quarterdeck speaks to; a new one is one line here. */
const VENDORS: Record<string, (config: unknown, budgets?: AccountBudgets) => EnrichPort | null> = {
  none: () => null,
  files: enrichFiles,
  http: enrichHttp,
};

/**
 * `none` answers null: customers are then judged by what the partner states alone.
 * @throws Error when the vendor is unknown or its configuration is wrong; never names a value, which may be a secret.
 */
export function createEnrich(vendor: string, config: unknown, budgets?: AccountBudgets): EnrichPort | null {
  return chooseVendor('enrichment adapter', VENDORS, vendor)(config, budgets);
}
