import { createHash } from 'node:crypto';
import { Decimal } from 'decimal.js';
import type { HubspotRow } from '../../../contracts/vendors/hubspot.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { Properties } from './client.ts';

/** Says which write created a record, and nothing else. */
export const markOf = (key: string) => createHash('sha256').update(key).digest('hex').slice(0, 32);

/**
 * What a record holds of the properties that we write; null where it holds nothing.
 * @param number a property whose value is taken in our spelling where it is the same number: `1200.50` comes back as `1200.5`.
 */
export function valuesOf(row: HubspotRow, ours: Properties, number?: string): JsonObject {
  const value = (name: string) => {
    const now = row.properties[name] ?? null;
    const [a, b] = [now ?? '', ours[name] ?? ''];
    const same = name === number && a !== '' && b !== '' && new Decimal(a).equals(b);
    return same ? b : now === '' ? null : now;
  };
  return Object.fromEntries(Object.keys(ours).map((name) => [name, value(name)]));
}
