import type { AccountBudgets } from '../account-budgets.ts';
import { chooseVendor } from '../ports/choose-vendor.ts';
import type { PrmPort } from '../ports/prm.ts';
import { prmFiles } from './files.ts';
import { impartner } from './impartner/index.ts';
import { partnerstack } from './partnerstack/index.ts';

/** Every PRM that Quarterdeck speaks to; a new one is one line here. */
const VENDORS: Record<string, (config: unknown, budgets?: AccountBudgets) => PrmPort> = {
  impartner,
  partnerstack,
  files: prmFiles,
};

/** @throws Error when the vendor is unknown or its configuration is wrong; never names a value, which may be a secret. */
export function createPrm(vendor: string, config: unknown, budgets?: AccountBudgets): PrmPort {
  return chooseVendor('PRM adapter', VENDORS, vendor)(config, budgets);
}
