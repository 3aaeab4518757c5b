import { Decimal } from 'decimal.js';
import type { ComparisonKind } from './blind.ts';
import { canonicalText } from './evidence.ts';
import type { Lifecycle } from './lifecycles.ts';

/** What the decider would have done beside what a person did: the ground of promotion and demotion. */
export interface StatedComparison {
  case: string;
  revision: number;
  lifecycle: Lifecycle;
  /** `tier/region/program` */
  segment: string;
  /** The decider's outcome. */
  machine: string;
  /** The person's; null until one has decided. */
  human: string | null;
  /** Null until a person has decided, and where there is nothing to compare. */
  agreed: boolean | null;
  /** Decimal string. */
  amountUsd: string;
  /** What it counts for. It stays as it was first written, and so do draw and share. */
  kind: ComparisonKind;
  /** In [0, 1), by the case's id. */
  draw: number;
  /** Probability with which it was drawn; null when it was not. */
  share: number | null;
  /** UTC instant of the look; once it is compared, of the comparison. */
  at: string;
  /** The import that it came with, when it is of a registration of the past (history-imports.ts). */
  import: string | null;
}

/** Whose word it is: of the installation, when a worker has looked or seen what people did, or of the person who entered it. */
export interface ComparisonSignature {
  kid: string;
  /** UTC instant. */
  at: string;
  /** Ed25519 over comparisonText, purpose `comparison`, base64url. */
  signature: string;
}

/**
 * Whether a comparison that does not prove was tampered with. A comparison of somebody who has seen the advice
 * promotes nothing, so a worker of an earlier version, which signs nothing, may write one. Once a comparison is signed, it has to stay as it was
 * signed: otherwise a row that somebody puts in under this kind before a worker looks would take its case out of the sample.
 */
export function isTampered({
  kind,
  signed,
}: {
  kind: ComparisonKind;
  signed: ComparisonSignature | null;
}): boolean {
  return kind !== 'confirmed' || signed !== null;
}

/** The one text that is signed of a comparison, however its amount and instants are spelt. @param signedAt UTC instant */
export function comparisonText(row: StatedComparison, signedAt: string): string {
  const { case: id, revision, lifecycle, segment, machine, human, agreed, kind, draw, share } = row;
  return canonicalText({
    ...{ case: id, revision, lifecycle, segment, machine, human, agreed, kind, draw, share },
    amountUsd: new Decimal(row.amountUsd).toFixed(2),
    at: new Date(row.at).toISOString(),
    import: row.import,
    signedAt: new Date(signedAt).toISOString(),
  });
}
