import type { SigningKey } from '../../adapters/keys/keys.ts';
import { type Agreement, agreementOf, putAgreement } from '../../adapters/store/agreements.ts';
import { appendAudit } from '../../adapters/store/audit.ts';
import { type Store, type Tx, transact } from '../../adapters/store/pool.ts';
import { unprovedAmong } from '../../adapters/store/proved-comparisons.ts';
import { agreed } from '../../domain/agreed.ts';
import type { ComparisonKind } from '../../domain/blind.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { revealLook } from '../kit/reveal-look.ts';
import { vendorFailure } from '../kit/vendor-failures.ts';
import { demoteIfWrong } from './demote.ts';
import type { MeasureDeps } from './measure-segment.ts';

/** `rules`: policy/rollout.yaml, read at each use: authority is always the current one. */
export interface RolloutDeps extends MeasureDeps {
  store: Store;
}

/** What a worker needs to state a comparison in the installation's name. */
export type ComparingDeps = RolloutDeps & { installationKey: SigningKey };

/** What the machine would have done beside what a person did, for one revision of a case. */
export interface Comparison {
  case: string;
  revision: number;
  lifecycle: Lifecycle;
  /** tier/region/program */
  segment: string;
  /**
   * The outcome that the machine would have acted on; `review` when it would have asked, which agrees with anything. What the look has
   * kept goes before it. Null: whoever says so does not know.
   */
  machine: string | null;
  /** The person's outcome in the same words; null when nobody decided. */
  human: string | null;
  amountUsd: string;
  /** Money went to somebody, or in an amount, that was wrong: ends `automated` at once. */
  wrongPayment?: boolean;
}

export type RolloutActivities = ReturnType<typeof rolloutActivities>;

export function rolloutActivities(deps: ComparingDeps) {
  return {
    /**
     * Records a comparison, shows what was kept back of a case that was decided blind and, in the same transaction, takes `automated`
     * from a segment that no longer earns it. Answers why it was demoted, null when it was not.
     */
    recordAgreement(comparison: Comparison): Promise<string | null> {
      return recordComparison(deps, comparison, 'confirmed');
    },
  };
}

/** @param kind what it counts for where the look has not said it: those of earlier releases did not */
export async function recordComparison(
  deps: ComparingDeps,
  comparison: Comparison,
  kind: ComparisonKind,
): Promise<string | null> {
  try {
    return await transact(deps.store, (tx) =>
      recordComparisonIn(tx, deps, comparison, kind, deps.installationKey),
    );
  } catch (error) {
    throw vendorFailure(error);
  }
}

/** @param key of the installation, or of the person who says what was decided */
export async function recordComparisonIn(
  tx: Tx,
  deps: RolloutDeps,
  { wrongPayment = false, ...said }: Comparison,
  kind: ComparisonKind,
  key: SigningKey,
): Promise<string | null> {
  const before = await agreementOf(tx, said.case, said.revision);
  // That a watch ended without a decision takes nothing back that somebody has entered meanwhile.
  if (said.human === null && before?.human != null) return null;
  const at = deps.now().toISOString();
  // What a worker has kept of its look is signed; what a message says of it is not.
  const row = {
    ...said,
    machine: said.machine ?? 'review',
    kind,
    draw: 0,
    share: null,
    ...(before && lookOf(before)),
  };
  const same = agreed(row.lifecycle, row);
  const standing = same === null ? null : same && !wrongPayment;
  const [forged] = before ? (await unprovedAmong(tx, deps.installationKey, [before])).values() : [];
  const { revision, human } = said;
  if (forged !== undefined) {
    await appendAudit(tx, said.case, {
      at,
      actor: 'system',
      action: 'comparison.unproved',
      revision,
      why: forged,
    });
  } else if (before?.agreed !== false || wrongPayment) {
    const comparison = await putAgreement(tx, { ...row, agreed: standing, at }, { key, at });
    if (key.kid !== deps.installationKey.kid)
      await appendAudit(tx, said.case, {
        ...{ at, actor: key.owner, action: 'comparison.stated', revision, comparison },
      });
  }
  await revealLook(tx, said.case, at, { revision, human, agreed: standing });
  return standing === false || wrongPayment ? demoteIfWrong(tx, deps, row, wrongPayment) : null;
}

function lookOf({ segment, machine, amountUsd, kind, draw, share }: Agreement) {
  return { segment, machine, amountUsd, kind, draw, share };
}
