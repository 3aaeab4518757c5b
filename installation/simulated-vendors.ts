import { dirname, relative, sep } from 'node:path';
import { PORT_NAMES, PORTS, settingOf } from '../adapters/ports/index.ts';
import { isThisMachine } from '../domain/sandbox-address.ts';
import type { Configuration } from './configuration.ts';

/** Vendors that write nowhere themselves. */
const NOWHERE = new Set(['none', 'mail', 'prm']);

/**
 * Records of the sample are made up: nothing of them may reach a real system.
 * @throws Error that names a port whose writes go elsewhere than to this machine or into the state folder
 */
export function refuseRealVendors(configuration: Configuration): void {
  const own = dirname(configuration.QUARTERDECK_SANDBOX ?? '');
  for (const port of PORT_NAMES.filter((name) => 'sample' in PORTS[name])) {
    const setting = settingOf(port);
    const vendors = configuration[setting].split(',').filter((vendor) => !NOWHERE.has(vendor));
    if (vendors.length === 0) continue;
    const places = placesIn(configuration[`${setting}_SETTINGS`]);
    const real = places.length === 0 ? vendors.join(',') : places.find((place) => !isHere(place, own));
    if (real !== undefined)
      throw new Error(
        `The sample channel writes to simulated vendors only, and ${setting} leads to ${real}; make an installation of your own for it: quarterdeck init --data FOLDER`,
      );
  }
}

/** Hosts and folders that settings name. */
function placesIn(settings: unknown, name = ''): string[] {
  if (typeof settings === 'string') {
    if (/^https?:\/\//i.test(settings)) return [URL.parse(settings)?.hostname ?? settings];
    return ['host', 'folder', 'out'].includes(name) ? [settings] : [];
  }
  if (settings === null || typeof settings !== 'object') return [];
  return Object.entries(settings).flatMap(([key, value]) => placesIn(value, key));
}

function isHere(place: string, own: string): boolean {
  if (isThisMachine(place)) return true;
  const path = relative(own, place);
  return place.startsWith(sep) && path !== '..' && !path.startsWith(`..${sep}`);
}
