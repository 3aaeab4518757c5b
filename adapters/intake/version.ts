import { DateTime } from 'luxon';

/**
 * Whether a version is older than the latest known: two counters or two instants are compared, anything else (content
 * hashes) has no order and counts as newer.
 */
export function isOlder(version: string, latest: string): boolean {
  if (/^\d+$/.test(version) && /^\d+$/.test(latest)) return BigInt(version) < BigInt(latest);
  const [at, then] = [instant(version), instant(latest)];
  return at !== null && then !== null && at < then;
}

function instant(version: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T/.test(version)) return null;
  const at = DateTime.fromISO(version, { zone: 'utc' });
  return at.isValid ? at.toMillis() : null;
}
