import { type AgreementMeasure, clopperPearsonLower } from './agreement.ts';
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

/** When a segment may act by itself, and when no longer (decisions: "Rollout"); policy/rollout.yaml. */
export interface RolloutRules {
  /** Fewest comparisons, and the days in which they were made. */
  minimum: number;
  days: number;
  /** Money-weighted lower 95 % bound needed, inclusive. */
  promoteAt: number;
  /** Below this bound the segment is demoted. */
  demoteBelow: number;
}

/** Why the measured agreement does not carry `automated`; null when it does. */
export function objectionToPromotion(measure: AgreementMeasure, rules: RolloutRules): string | null {
  const { n, moneyLower } = measure;
  if (n < rules.minimum)
    return `${n} comparisons in ${rules.days} days, ${rules.minimum} are needed; keep the segment in shadow or assisted`;
  if (moneyLower >= rules.promoteAt) return null;
  return `agreement weighted by money is at least ${percent(moneyLower)}, ${percent(rules.promoteAt)} is needed; see the disagreements`;
}

/**
 * Why a segment must stop acting by itself; null when it may go on. A sample so small that even full agreement could not
 * show the floor (42 cases for 93 %) demotes only when it shows that the floor is missed: its upper bound lies below.
 */
export function reasonToDemote(
  measure: AgreementMeasure,
  wrongPayment: boolean,
  rules: RolloutRules,
): string | null {
  if (wrongPayment) return 'a wrong payment';
  const enough = clopperPearsonLower(measure.n, measure.n, 0.05) >= rules.demoteBelow;
  // A bootstrap of a handful of cases knows no doubt; the exact bound of their number does: one case alone shows nothing.
  const countUpper = 1 - clopperPearsonLower(measure.n - measure.agreed, measure.n, 0.05);
  const bound = enough ? measure.moneyLower : Math.max(measure.moneyUpper, countUpper);
  if (measure.n === 0 || bound >= rules.demoteBelow) return null;
  const side = enough ? 'at least' : 'at most';
  return `agreement weighted by money is ${side} ${percent(bound)} over ${measure.n} cases, the floor is ${percent(rules.demoteBelow)}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
