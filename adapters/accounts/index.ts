import type { AccountsPort } from '../ports/accounts.ts';
import { chooseVendor } from '../ports/choose-vendor.ts';
import type { Among } from '../ports/port-row.ts';
import { postgresAccounts } from './postgres.ts';

/** Every ledger of money that Quarterdeck keeps or speaks to; a new one is one line here. */
const VENDORS: Record<string, (config: unknown, among: Pick<Among, 'store' | 'worker'>) => AccountsPort> = {
  postgres: postgresAccounts,
};

/** @throws Error when the vendor is unknown or its configuration is wrong; never names a value, which may be a secret. */
export function createAccounts(
  vendor: string,
  config: unknown,
  among: Pick<Among, 'store' | 'worker'>,
): AccountsPort {
  return chooseVendor('accounts adapter', VENDORS, vendor)(config, among);
}
