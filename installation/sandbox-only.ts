import { PORT_NAMES, PORTS, settingOf } from '../adapters/ports/index.ts';
import { isSandboxAddress } from '../domain/sandbox-address.ts';

/** A vendor whose writes would not go to a sandbox, or of which that cannot be told. */
export interface ProductionVendor {
  setting: string;
  /** Host of its address; null: the vendor's own. */
  address: string | null;
}

/**
 * The first such vendor among those that are configured; null when every write goes to a sandbox.
 * @param configured by the names of the settings; settings as JSON or as objects
 */
export function productionVendor(configured: Readonly<Record<string, unknown>>): ProductionVendor | null {
  for (const port of PORT_NAMES.filter((name) => 'sample' in PORTS[name])) {
    const setting = settingOf(port);
    const vendors = configured[setting];
    if (typeof vendors !== 'string') continue;
    const address = addressOf(configured[`${setting}_SETTINGS`]);
    if (!vendors.split(',').every((vendor) => isSandboxAddress(vendor, address))) return { setting, address };
  }
  return null;
}

function addressOf(settings: unknown): string | null {
  const text = typeof settings === 'string' ? settings : JSON.stringify(settings ?? {});
  const host = /"(?:host|[a-zA-Z]*[uU]rl)"\s*:\s*"(?:https?:\/\/)?(?:[^"/@]*@)?([^"/:]+)/.exec(text);
  return host?.[1]?.toLowerCase() ?? null;
}
