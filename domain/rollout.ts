import { LIFECYCLE_NAMES } from './lifecycles.ts';

/** How far a segment of a lifecycle may act by itself. */
export type RolloutMode = 'off' | 'shadow' | 'assisted' | 'automated';
export const ROLLOUT_MODES: readonly RolloutMode[] = ['off', 'shadow', 'assisted', 'automated'];

/** A new installation starts in `shadow` everywhere (decisions: "Rollout"). */
export const DEFAULT_MODE: RolloutMode = 'shadow';

/** One row of the rollout table; `segment` is tier/region/program, `*` matches any part. */
export interface RolloutRow {
  lifecycle: string;
  segment: string;
  mode: RolloutMode;
}

/**
 * The patterns that match a segment, most specific first: more named parts win, then tier before region before program.
 * `Platinum/EMEA/standard` → itself, `Platinum/EMEA/*`, `Platinum/∗/standard`, … down to the one of three stars.
 * @param names what the three parts are, for the message
 * @throws RangeError when the name has not three parts.
 */
export function segmentPatterns(
  segment: string,
  names: readonly string[] = LIFECYCLE_NAMES.deal.segment,
): string[] {
  const parts = segment.split('/');
  if (parts.length !== 3 || parts.includes(''))
    throw new RangeError(
      `"${segment}" is not a segment: write ${names.join('/')}, e.g. Platinum/EMEA/standard`,
    );
  // Bit 4 = tier, 2 = region, 1 = program is named.
  const named = [7, 6, 5, 3, 4, 2, 1, 0];
  const patterns = named.map((bits) =>
    parts.map((part, index) => ((bits >> (2 - index)) & 1 ? part : '*')).join('/'),
  );
  return [...new Set(patterns)];
}

/**
 * The row in force for a segment, or null where nothing is said and DEFAULT_MODE holds. `off` is the kill switch: of the rows that
 * match, one that is `off` wins however wide it is; among the others the most specific does.
 */
export function rowInForce<Row extends RolloutRow>(
  rows: readonly Row[],
  lifecycle: string,
  segment: string,
): Row | null {
  const own = rows.filter((row) => row.lifecycle === lifecycle);
  const matching = segmentPatterns(segment).flatMap((pattern) =>
    own.filter((row) => row.segment === pattern),
  );
  return matching.find((row) => row.mode === 'off') ?? matching[0] ?? null;
}

/** Whether a change lets the machine do more than before; such a change needs measured agreement and an Admin's signature. */
export function isPromotion(from: RolloutMode, to: RolloutMode): boolean {
  return ROLLOUT_MODES.indexOf(to) > ROLLOUT_MODES.indexOf(from);
}

/** Whether a pattern of the rollout table covers a segment. */
export function covers(pattern: string, segment: string): boolean {
  return segmentPatterns(segment).includes(pattern);
}

/** Under this name a segment's rollout has its audit chain, and its decisions are signed. */
export function rolloutCase(lifecycle: string, pattern: string): string {
  return `rollout:${lifecycle}:${pattern}`;
}

/** Which cases a person decides blind (domain/blind.ts). */
export interface Sampling {
  /** Probability with which a case is drawn; 0: none is. */
  share: number;
  /** So many in the days; where the share would not reach it, more are drawn. */
  atLeast: number;
}

/** When a segment may act by itself, and when no longer (decisions: "Rollout"); policy/rollout.yaml. */
export interface RolloutRules {
  /** Comparisons of the first look, and the fewest in the last days. */
  minimum: number;
  days: number;
  /** Lower 95 % bound needed, of decisions and of money, inclusive. */
  promoteAt: number;
  /** Below this bound the segment is demoted. */
  demoteBelow: number;
  /** In `assisted`. */
  blind: Sampling;
  /** In `automated`. */
  control: Sampling;
  /** Share of the automatic approvals that a person looks at afterwards. */
  afterwards: number;
}
