import { type Reason, reasonOf } from './decision.ts';
import type { RolloutMode, RolloutRules, Sampling } from './rollout.ts';

/**
 * Blind decisions: a person decides from the evidence, without the machine's outcome, advice, reasons or score. Only such decisions
 * measure the machine, since whoever has read an advice tends to follow it.
 */

/** Why a decision is taken blind: in `shadow` all are; `sample` in `assisted`; `control` in `automated`. */
export type BlindKind = 'shadow' | 'sample' | 'control';

export interface Blind {
  kind: BlindKind;
  /** The probability with which the case was drawn, 0 < share ≤ 1. */
  share: number;
}

/** What a comparison counts for. `automatic` and `afterwards` are of cases that nobody decided before they took effect. */
export type ComparisonKind = 'blind' | 'control' | 'confirmed' | 'automatic' | 'afterwards';

/** How many cases of the segment the machine would approve by itself came, in how many days. */
export interface Traffic {
  cases: number;
  days: number;
}

/**
 * Whether this case is decided blind; null when it is not. It does not depend on what the machine makes of the case, so that being
 * blind tells nothing about that.
 * @param draw in [0, 1), of the case's id under a secret of the installation: the same for every revision, and nobody can steer it
 */
export function drawBlind(
  mode: RolloutMode,
  draw: number,
  rules: Pick<RolloutRules, 'blind' | 'control' | 'days'>,
  traffic: Traffic,
): Blind | null {
  if (mode === 'off') return null;
  if (mode === 'shadow') return { kind: 'shadow', share: 1 };
  const [kind, plan] =
    mode === 'assisted' ? (['sample', rules.blind] as const) : (['control', rules.control] as const);
  const share = shareNeeded(plan, traffic, rules.days);
  return draw < share ? { kind, share } : null;
}

/** Until a segment is so old, its traffic is not known, and the plain share holds. */
const SETTLED_DAYS = 14;

/** The share that is drawn: the plain one, or as much more as it takes to reach the least number in the days. */
export function shareNeeded({ share, atLeast }: Sampling, traffic: Traffic, days: number): number {
  if (traffic.days < SETTLED_DAYS || share === 0) return share;
  const expected = (traffic.cases / traffic.days) * days;
  return Math.min(1, Math.max(share, expected === 0 ? 1 : atLeast / expected));
}

/** How a case was drawn, before anybody knew what the machine makes of it. */
export interface Drawn {
  draw: number;
  /** Null: it is decided knowing what the machine advises. */
  blind: Blind | null;
  /** If it is approved automatically, a person looks at it afterwards. */
  afterwards: boolean;
}

/** The other end of the draws, so that the two samples have no case in common unless everything is drawn. */
export function drawnAfterwards(draw: number, { afterwards }: Pick<RolloutRules, 'afterwards'>): boolean {
  return draw >= 1 - afterwards;
}

/** What a look counts for. @param byItself the machine approves it without a person, unless it is drawn */
export function comparisonKind(
  { blind, afterwards }: Omit<Drawn, 'draw'>,
  byItself: boolean,
): ComparisonKind {
  if (blind) return blind.kind === 'control' ? 'control' : 'blind';
  if (!byItself) return 'confirmed';
  return afterwards ? 'afterwards' : 'automatic';
}

/**
 * A number in [0, 1) for the sample of monetary units: those that were drawn have all drawn low, and among them the draw says nothing
 * only once it is spread over the share again.
 */
export function drawAmongDrawn({ draw, share }: { draw: number; share: number | null }): number {
  return draw / (share ?? 1);
}

/** What a blind question says instead of the machine's reasons. */
export const BLIND_REASON: Reason = reasonOf(
  'rollout.blind',
  'Decide from the evidence alone. What the machine makes of it is shown once somebody has decided, and the two are compared.',
  'policy/rollout.yaml',
);
