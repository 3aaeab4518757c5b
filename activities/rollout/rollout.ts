import { agreementsSince, putAgreement } from '../../adapters/store/agreements.ts';
import { appendAudit } from '../../adapters/store/audit.ts';
import { type Store, type Tx, transact } from '../../adapters/store/pool.ts';
import { rolloutOf, setRollout } from '../../adapters/store/rollout.ts';
import { agreed } from '../../domain/agreed.ts';
import { type AgreementMeasure, measureAgreement } from '../../domain/agreement.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { covers, type RolloutRules, reasonToDemote } from '../../domain/rollout.ts';
import { vendorFailure } from '../kit/vendor-failures.ts';

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
     * Records a comparison and, in the same transaction, takes `automated` from a segment that no longer earns it.
     * Answers why it was demoted, null when it was not.
     */
    async recordAgreement(comparison: Comparison): Promise<string | null> {
      const { wrongPayment = false, ...row } = comparison;
      const same = agreed(row.lifecycle, row);
      const standing = same === null ? null : same && !wrongPayment;
      try {
        return await transact(deps.store, async (tx) => {
          await putAgreement(tx, { ...row, agreed: standing, at: deps.now().toISOString() });
          return standing === false || wrongPayment ? demote(tx, deps, row, wrongPayment) : null;
        });
      } catch (error) {
        throw vendorFailure(error);
      }
    },
  };
}

async function demote(
  tx: Tx,
  deps: RolloutDeps,
  { lifecycle, segment, case: cause }: Comparison,
  wrongPayment: boolean,
): Promise<string | null> {
  const row = await rolloutOf(tx, lifecycle, segment, { lock: 'share' });
  if (row?.mode !== 'automated') return null;
  const measure = await measureSegment(tx, deps, lifecycle, row.segment);
  const reason = reasonToDemote(measure, wrongPayment, deps.rules());
  if (!reason) return null;
  const at = deps.now().toISOString();
  const demoted = { ...row, mode: 'assisted' as const, reason, changedBy: 'system', token: null };
  await setRollout(tx, { ...demoted, changedAt: at });
  const change = { from: 'automated', to: 'assisted', reason, cause };
  await appendAudit(tx, rolloutCase(lifecycle, row.segment), {
    at,
    actor: 'system',
    action: 'rollout.demoted',
    ...change,
    measure: { ...measure },
  });
  return reason;
}

/** The agreement of everything that a pattern covers, in the days that the rules look at. */
export async function measureSegment(
  tx: Tx,
  deps: RolloutDeps,
  lifecycle: Lifecycle,
  pattern: string,
): Promise<AgreementMeasure> {
  const since = new Date(deps.now().getTime() - deps.rules().days * 86_400_000).toISOString();
  const all = await agreementsSince(tx, { lifecycle, since });
  const own = all.filter((one) => covers(pattern, one.segment));
  return measureAgreement(own.map((one) => ({ agreed: one.agreed === true, amountUsd: one.amountUsd })));
}

/** Under this name a segment's rollout has its audit chain, and its decisions are signed. */
export function rolloutCase(lifecycle: string, pattern: string): string {
  return `rollout:${lifecycle}:${pattern}`;
}
