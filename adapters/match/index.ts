import { chooseVendor } from '../ports/choose-vendor.ts';
import type { MatchPort } from '../ports/match.ts';
import type { Store } from '../store/pool.ts';
import { postgresMatch } from './postgres.ts';

/** Every store of match records that Quarterdeck speaks to; a new one is one line here. */
const VENDORS: Record<string, (config: unknown, store: Store) => MatchPort> = {
  postgres: postgresMatch,
};

/** @throws Error when the vendor is unknown or its configuration is wrong; never names a value, which may be a secret. */
export function createMatch(vendor: string, config: unknown, store: Store): MatchPort {
  return chooseVendor('match adapter', VENDORS, vendor)(config, store);
}
