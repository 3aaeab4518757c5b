import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';
import { canonicalDeal, type ReceivedDeal } from '../../domain/canonical-deal.ts';
import type { Parsed } from './parse.ts';
import type { Reading } from './read-deal.ts';

/** Hash of the canonical content: the version of a submission whose source has none. */
export function contentVersion(deal: ReceivedDeal): string {
  return createHash('sha256').update(canonicalDeal(deal)).digest('hex');
}

/** A reading with its version decided, or its faults with the bytes they were found in. */
export function parsedFrom(reading: Reading, body: Uint8Array): Parsed {
  if (!reading.ok) return { ok: false, faults: reading.faults, body };
  const { externalId, version, deal } = reading;
  return { ok: true, parsed: { externalId, version: version ?? contentVersion(deal), deal } };
}

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
