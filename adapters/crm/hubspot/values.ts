import { createHash } from 'node:crypto';
import type { HubspotRow } from '../../../contracts/vendors/hubspot.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { Properties } from './client.ts';

/** Says which write created a record, and nothing else. */
export const markOf = (key: string) => createHash('sha256').update(key).digest('hex').slice(0, 32);

/** By property: whether HubSpot's spelling of a value means the same as ours. */
export type Same = Record<string, (theirs: string, ours: string) => boolean>;

/**
 * What a record holds of the properties that we write; null where it holds nothing.
 * @param same a value that means the same is taken in our spelling: `1200.50` comes back as `1200.5`.
 */
export function valuesOf(row: HubspotRow, ours: Properties, same: Same = {}): JsonObject {
  const value = (name: string) => {
    const now = row.properties[name] || null;
    const wanted = ours[name] || null;
    return now !== null && wanted !== null && same[name]?.(now, wanted) ? wanted : now;
  };
  return Object.fromEntries(Object.keys(ours).map((name) => [name, value(name)]));
}
