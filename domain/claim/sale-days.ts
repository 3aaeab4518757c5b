import type { DocumentReading } from '../documents/document-reading.ts';
import type { IncentiveProgram } from '../incentives/program.ts';
import { versionOn } from '../incentives/versions.ts';
import { salesDocuments } from './document-proof.ts';
import type { ClaimEvidence } from './evidence.ts';
import type { StatedClaim } from './stated-claim.ts';

/**
 * The days on which what is claimed was sold: those of its lines and, where one names none, those that documents show. The day of the whole
 * claim is the day of lines without one of their own, and of nothing else.
 */
export function saleDays({
  stated,
  readings,
}: {
  stated: Pick<StatedClaim, 'lines' | 'soldOn'>;
  readings: readonly DocumentReading[];
}): string[] {
  const { lines, soldOn } = stated;
  const named = lines.length === 0 ? [soldOn] : lines.map((line) => line.soldOn ?? soldOn);
  const shown = named.includes(null) ? shownDays(readings) : [];
  return [...new Set([...named, ...shown].filter((day) => day !== null))];
}

function shownDays(readings: readonly DocumentReading[]): (string | null)[] {
  return salesDocuments({ readings }).flatMap(({ fields, lines }) => [
    fields.invoicedOn?.value ?? null,
    fields.deliveredOn?.value ?? null,
    ...lines.map(({ soldOn }) => soldOn?.value ?? null),
  ]);
}

/** The versions of the program that were in force on one of these days, and the one by which the claim is known. */
export function programsOfSale(
  evidence: Pick<ClaimEvidence, 'stated' | 'readings' | 'program' | 'versions'>,
): IncentiveProgram[] {
  const { program, versions } = evidence;
  if (program === null) return [];
  const bodies = versions.map(({ body }) => body);
  const inForce = saleDays(evidence).flatMap((day) => versionOn(bodies, day) ?? []);
  return [...new Set([program.body, ...inForce])];
}
