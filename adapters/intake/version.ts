import { DateTime } from 'luxon';
import { type Findings, given } from './findings.ts';

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

/** A version as its source states it; null: it has none. */
export function readVersion(
  stated: string | null | undefined,
  { faults }: Pick<Findings, 'faults'>,
): string | null {
  const text = given(stated);
  if (text === null || /^[!-~]{1,40}$/.test(text)) return text;
  faults.push({
    code: 'version_malformed',
    title: 'The version is no counter, instant or tag.',
    field: 'version',
    fix: 'Send at most 40 printable ASCII characters without blanks.',
  });
  return null;
}
