import { DEFAULT_MODE, isPromotion, ROLLOUT_MODES, type RolloutMode, rowInForce } from './rollout.ts';

/** One change in the audit trail of a pattern's rollout. */
export interface TrailChange {
  to: RolloutMode;
  /** What proves that a person signed it; null when nothing does. */
  signed: { nonce: string; token: string } | null;
}

/** What a pattern's trail ends with. */
export interface TrailEnd {
  mode: RolloutMode;
  /** The token of the promotion that it rests on; null when it rests on none. */
  promotion: string | null;
}

/**
 * The mode that a trail ends with, as far as people have signed it; null when it holds no change. Downwards every change counts.
 * Upwards only one that is signed does, and each token counts once: whoever repeats an earlier promotion has not been asked again.
 */
export function trailEnd(changes: readonly TrailChange[]): TrailEnd | null {
  if (changes.length === 0) return null;
  const used = new Set<string>();
  let end: TrailEnd = { mode: DEFAULT_MODE, promotion: null };
  for (const { to, signed } of changes) {
    const fresh = signed !== null && !used.has(signed.nonce);
    if (fresh) used.add(signed.nonce);
    if (!isPromotion(end.mode, to)) end = { mode: to, promotion: fresh ? signed.token : end.promotion };
    else if (fresh) end = { mode: to, promotion: signed.token };
  }
  return end;
}

/** What is said of one pattern: by the table of rollouts (null: nothing), and by its trail (null: nothing). */
export interface PatternStanding {
  /** `tier/region/program`; `*` stands for any value of a part. */
  segment: string;
  table: RolloutMode | null;
  trail: TrailEnd | null;
}

/** How far a segment may act by itself, as far as people have signed it. */
export interface ProvenRollout {
  mode: RolloutMode;
  /** The signed promotion that automatic approvals name. */
  promotion: string | null;
  /** What the table says beyond that, and under which pattern; null when it says no more than was signed. */
  unproved: { segment: string; mode: RolloutMode } | null;
}

/**
 * The mode in force for a segment. Of table and trail the one that lets the machine do less counts: our own role in the database
 * can write any row into the table, but not a signature. A row that raises a pattern without any trail counts as not there.
 */
export function provenRollout(
  lifecycle: string,
  segment: string,
  standings: readonly PatternStanding[],
): ProvenRollout {
  const said = standings.flatMap(({ segment: pattern, table }) =>
    table === null ? [] : [{ lifecycle, segment: pattern, mode: table }],
  );
  const proven = standings.flatMap(({ segment: pattern, table, trail }) => {
    if (trail === null && (table === null || isPromotion(DEFAULT_MODE, table))) return [];
    const { mode: signed, promotion } = trail ?? { mode: DEFAULT_MODE, promotion: null };
    const mode = table === null ? signed : lesser(table, signed);
    return [{ lifecycle, segment: pattern, mode, promotion }];
  });
  const inForce = rowInForce(proven, lifecycle, segment);
  const mode = inForce?.mode ?? DEFAULT_MODE;
  const claim = rowInForce(said, lifecycle, segment);
  const unproved =
    claim && isPromotion(mode, claim.mode) ? { segment: claim.segment, mode: claim.mode } : null;
  return { mode, promotion: inForce?.promotion ?? null, unproved };
}

/** The one that lets the machine do less. */
export function lesser(one: RolloutMode, other: RolloutMode): RolloutMode {
  return ROLLOUT_MODES.indexOf(one) < ROLLOUT_MODES.indexOf(other) ? one : other;
}
