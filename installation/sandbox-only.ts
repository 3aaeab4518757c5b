import { PORT_NAMES, PORTS, settingOf } from '../adapters/ports/index.ts';
import { hasOwnSandboxes, isSandboxAddress } from '../domain/sandbox-address.ts';

/** A vendor whose writes would not go to a sandbox, or of which that cannot be told. */
export interface ProductionVendor {
  setting: string;
  /** Host of its address; null: the vendor's own. */
  address: string | null;
  /** What can be done about it. */
  fix: string;
}

/**
 * The first such vendor among those that are configured; null when every write goes to a sandbox. Of a vendor whose test accounts have the
 * address of production somebody has to say that the account is one (`QUARTERDECK_TEST_ACCOUNTS`).
 * @param configured by the names of the settings; settings as JSON or as objects
 */
export function productionVendor(configured: Readonly<Record<string, unknown>>): ProductionVendor | null {
  const vouched = String(configured.QUARTERDECK_TEST_ACCOUNTS ?? '').split(',');
  for (const port of PORT_NAMES.filter((name) => 'sample' in PORTS[name])) {
    const setting = settingOf(port);
    const vendors = configured[setting];
    if (typeof vendors !== 'string') continue;
    const addresses = addressesIn(configured[`${setting}_SETTINGS`]);
    for (const vendor of vendors.split(',')) {
      const isVouched = vouched.includes(port) && !hasOwnSandboxes(vendor);
      const all = addresses.length === 0 ? [null] : addresses;
      const wrong = all.find((address) => !isSandboxAddress(vendor, address));
      if (wrong !== undefined && !isVouched) return { setting, address: wrong, fix: fixOf(port, vendor) };
    }
  }
  return null;
}

function fixOf(port: string, vendor: string): string {
  const name = 'Name the address of a sandbox in its settings';
  if (hasOwnSandboxes(vendor)) return `${name}.`;
  return `${name}; or, where its account is a test account at this address, say so: QUARTERDECK_TEST_ACCOUNTS=${port}`;
}

/** Every host that settings name: one of them alone may be that of production. */
function addressesIn(settings: unknown): string[] {
  const text = typeof settings === 'string' ? settings : JSON.stringify(settings ?? {});
  const hosts = text.matchAll(
    /"(?:[a-zA-Z]*[hH]ost|[a-zA-Z]*[uU]rl|address)"\s*:\s*"(?:[a-z]+:\/\/)?(?:[^"/@]*@)?(\[[^\]"]+\]|[^"/:]+)/g,
  );
  return [...new Set([...hosts].map(([, host = '']) => host.toLowerCase()))];
}
