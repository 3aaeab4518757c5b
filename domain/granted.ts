import type { AuditEntry } from './audit.ts';
import { type RolloutRow, rowInForce } from './rollout.ts';
import { type TrailChange, type TrailEnd, trailEnd } from './rollout-trail.ts';

/** A change of a segment's rollout, as its trail tells of it. */
export interface RolloutStep extends TrailChange {
  lifecycle: string;
  /** Pattern: tier/region/program, `*` for any. */
  segment: string;
  /** UTC instant. */
  at: string;
}

/** An ending by itself, which granted or rejected something: no person is named. It needs a promotion that was in force. */
export interface AutomaticGrant {
  case: string;
  seq: number;
  /** Of the decision that was computed. */
  lifecycle: string;
  segment: string;
  /** The promotion that the ending names. */
  authority: string;
  /** UTC instants of the decision and of the ending. */
  computedAt: string;
  closedAt: string;
}

/** What a person says yes with, and no. */
const GRANTING = ['approve', 'override'];
const REJECTING = ['reject'];

/**
 * What a row that ends a case in somebody's name rests on: nothing further when a person who is named in it has decided so, an
 * ending by itself that is still to be compared with the trail of its segment, or why it rests on nothing.
 * @param earlier the rows before it
 */
export function groundOf(
  row: { case: string; seq: number; entry: AuditEntry },
  earlier: readonly AuditEntry[],
): AutomaticGrant | 'person' | string {
  const { authority, at, outcome } = row.entry;
  const rejected = outcome === 'Rejected';
  const said = earlier.some(
    ({ action, actor, decision }) =>
      action === 'decision.accepted' &&
      actor === authority &&
      (rejected ? REJECTING : GRANTING).includes(String(decision)),
  );
  if (said) return 'person';
  const computed = earlier.findLast(({ action }) => action === 'decision.computed');
  if (computed?.outcome !== (rejected ? 'rejected' : 'automatic') || computed.mode !== 'automated')
    return `no person has said ${rejected ? 'no' : 'yes'}, and no decision was computed that may stand without one`;
  return {
    case: row.case,
    seq: row.seq,
    lifecycle: row.case.slice(0, row.case.indexOf(':')),
    segment: String(computed.segment),
    authority: String(authority),
    computedAt: computed.at,
    closedAt: at,
  };
}

/**
 * Whether the promotion that an automatic grant names was in force when it was decided, or came into force before the case ended: a look
 * reads the clock before the rollout.
 * @param steps of all segments, each trail in its order
 */
export function wasPromoted(grant: AutomaticGrant, steps: readonly RolloutStep[]): boolean {
  const { lifecycle, segment, authority, computedAt, closedAt } = grant;
  const moments = [
    computedAt,
    ...steps.map(({ at }) => at).filter((at) => at > computedAt && at <= closedAt),
  ];
  return moments.some((moment) => {
    const inForce = rowInForce(standingAt(steps, moment), lifecycle, segment);
    return inForce?.mode === 'automated' && inForce.promotion === authority;
  });
}

/** What each trail ended with by then. */
function standingAt(steps: readonly RolloutStep[], moment: string): (TrailEnd & RolloutRow)[] {
  const known = steps.filter(({ at }) => at <= moment);
  const trails = Map.groupBy(known, ({ lifecycle, segment }) => `${lifecycle} ${segment}`);
  return [...trails.values()].flatMap((trail) => {
    const [{ lifecycle, segment }] = trail as [RolloutStep];
    const end = trailEnd(trail);
    return end === null ? [] : [{ lifecycle, segment, ...end }];
  });
}
