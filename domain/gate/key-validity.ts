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

/** Since when somebody could not have signed something any more. */
export interface Loss {
  /** UTC instant. */
  at: string;
  why: string;
}

/**
 * The earliest loss of the key, or of the right, with which somebody has signed something; null while they still could. Whoever has lost either
 * could still sign an old date: what they have signed counts only if something from before the loss shows it.
 * @param states from the one on under which it was signed, oldest first
 * @param objection why it would not count under a state; null when it would
 */
export function lossOf(
  states: readonly AuthorityState[],
  kid: string,
  objection: (state: AuthorityState) => string | null,
): Loss | null {
  let lost: Loss | null = null;
  for (const state of states) {
    const revokedAt = state.keys.get(kid)?.revokedAt ?? null;
    const why =
      revokedAt === null
        ? objection(state)
        : `key ${kid}, which signed it, is not trusted since ${revokedAt}`;
    const at = revokedAt ?? state.at;
    if (why !== null && (lost === null || at < lost.at)) lost = { at, why };
  }
  return lost;
}
