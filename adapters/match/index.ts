import type { MatchPort } from '../ports/match.ts';
import type { Store } from '../store/pool.ts';
import { postgresMatch } from './postgres.ts';

/** Every store of match records that Quarterdeck speaks to; a new one is one line here. */
const VENDORS: Record<string, (config: unknown, store: Store) => MatchPort> = {
  postgres: postgresMatch,
};

/** @throws Error when the vendor is unknown or its configuration is wrong; never names a value, which may be a secret. */
export function createMatch(vendor: string, config: unknown, store: Store): MatchPort {
  const factory = Object.hasOwn(VENDORS, vendor) ? VENDORS[vendor] : undefined;
  if (!factory)
    throw new Error(`there is no match adapter ${vendor}; use one of: ${Object.keys(VENDORS).join(', ')}`);
  return factory(config, store);
}
