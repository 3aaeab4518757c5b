import type { AccountBudgets } from '../account-budgets.ts';
import { chooseVendor } from '../ports/choose-vendor.ts';
import type { CrmPort } from '../ports/crm.ts';
import { crmFiles } from './files.ts';
import { hubspot } from './hubspot/index.ts';
import { salesforce } from './salesforce/index.ts';

/** Every CRM that Quarterdeck speaks to; a new one is one line here. */
const VENDORS: Record<string, (config: unknown, budgets?: AccountBudgets) => CrmPort> = {
  salesforce,
  hubspot,
  files: crmFiles,
};

/** @throws Error when the vendor is unknown or its configuration is wrong; never names a value, which may be a secret. */
export function createCrm(vendor: string, config: unknown, budgets?: AccountBudgets): CrmPort {
  return chooseVendor('CRM adapter', VENDORS, vendor)(config, budgets);
}
