import type { EnrichPort } from '../ports/enrich.ts';
import { enrichFiles } from './files.ts';
import { enrichHttp } from './http.ts';

/** Every source of firmographics that Quarterdeck speaks to; a new one is one line here. */
const VENDORS: Record<string, (config: unknown) => EnrichPort> = {
  files: enrichFiles,
  http: enrichHttp,
};

/**
 * `none` answers null: customers are then judged by what the partner states alone.
 * @throws Error when the vendor is unknown or its configuration is wrong; never names a value, which may be a secret.
 */
export function createEnrich(vendor: string, config: unknown): EnrichPort | null {
  if (vendor === 'none') return null;
  const factory = Object.hasOwn(VENDORS, vendor) ? VENDORS[vendor] : undefined;
  if (!factory)
    throw new Error(
      `there is no enrichment adapter ${vendor}; use one of: none, ${Object.keys(VENDORS).join(', ')}`,
    );
  return factory(config);
}
