import { agreementOf, putAgreement } from '../../adapters/store/agreements.ts';
import { type Store, type Tx, transact } from '../../adapters/store/pool.ts';
import { agreed } from '../../domain/agreed.ts';
import type { ComparisonKind } from '../../domain/blind.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import type { RolloutRules } from '../../domain/rollout.ts';
import { revealLook } from '../kit/reveal-look.ts';
import { vendorFailure } from '../kit/vendor-failures.ts';
import { demoteIfWrong } from './demote.ts';

export interface RolloutDeps {
  store: Store;
  now: () => Date;
  /** policy/rollout.yaml, read at each use: authority is always the current one. */
  rules: () => RolloutRules;
}

/** What the machine would have done beside what a person did, for one revision of a case. */
export interface Comparison {
  case: string;
  revision: number;
  lifecycle: Lifecycle;
  /** tier/region/program */
  segment: string;
  /** The outcome that the machine would have acted on; `review` when it would have asked, which agrees with anything. */
  machine: string;
  /** The person's outcome in the same words; null when nobody decided. */
  human: string | null;
  amountUsd: string;
  /** Money went to somebody, or in an amount, that was wrong: ends `automated` at once. */
  wrongPayment?: boolean;
}

export type RolloutActivities = ReturnType<typeof rolloutActivities>;

export function rolloutActivities(deps: RolloutDeps) {
  return {
    /**
     * Records a comparison, shows what was kept back of a case that was decided blind and, in the same transaction, takes `automated`
     * from a segment that no longer earns it. Answers why it was demoted, null when it was not.
     */
    recordAgreement(comparison: Comparison): Promise<string | null> {
      return record(deps, comparison, 'confirmed');
    },
  };
}

/** @param kind what it counts for where the look has not said it: those of earlier releases did not */
export async function record(
  deps: RolloutDeps,
  comparison: Comparison,
  kind: ComparisonKind,
): Promise<string | null> {
  try {
    return await transact(deps.store, (tx) => recordIn(tx, deps, comparison, kind));
  } catch (error) {
    throw vendorFailure(error);
  }
}

export async function recordIn(
  tx: Tx,
  deps: RolloutDeps,
  comparison: Comparison,
  kind: ComparisonKind,
): Promise<string | null> {
  const { wrongPayment = false, ...row } = comparison;
  const same = agreed(row.lifecycle, row);
  const standing = same === null ? null : same && !wrongPayment;
  const at = deps.now().toISOString();
  const before = await agreementOf(tx, row.case, row.revision);
  // That a watch ended without a decision takes nothing back that somebody has entered meanwhile.
  if (row.human === null && before?.human != null) return null;
  const drawn = before ?? { kind, draw: 0, share: null };
  await putAgreement(tx, { ...row, ...drawnOf(drawn), agreed: standing, at });
  await revealLook(tx, row.case, at);
  return standing === false || wrongPayment ? demoteIfWrong(tx, deps, row, wrongPayment) : null;
}

function drawnOf({ kind, draw, share }: { kind: ComparisonKind; draw: number; share: number | null }) {
  return { kind, draw, share };
}
