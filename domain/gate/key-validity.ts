import type { AuthorityState, CountersignedKey } from './authority-log.ts';

/** Why what a key has signed at an instant does not count, by the authority of that time; null when it counts. */
export function keyObjection(
  { kid, validFrom, validTo, revokedAt }: CountersignedKey,
  at: string,
): string | null {
  if (revokedAt !== null) return `key ${kid} was revoked before`;
  if (at < validFrom || (validTo !== null && validTo <= at)) return `key ${kid} was not valid then`;
  return null;
}

/**
 * From when on a key was in wrong hands, if it was by then; else null. A loss that was found out later counts from the instant at which it
 * happened, so the last state of authority is asked and not the one of that time.
 * @param states of the signed log of authority, oldest first
 */
export function lostBy(states: readonly AuthorityState[], kid: string, at: string): string | null {
  const lostAt = states.at(-1)?.keys.get(kid)?.revokedAt ?? null;
  return lostAt !== null && lostAt <= at ? lostAt : null;
}
