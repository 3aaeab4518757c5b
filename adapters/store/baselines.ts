import type { Lifecycle } from '../../domain/lifecycles.ts';
import { OUTCOMES, type Outcome } from '../../domain/outcomes.ts';
import { appendAudit, auditOf } from './audit.ts';
import type { Tx } from './pool.ts';

/** A company's own figure from before, as somebody has stated it. */
export interface Baseline {
  outcome: Outcome;
  /** Minutes, or a share from 0 to 1. */
  value: number;
  /** Person id. */
  by: string;
  /** UTC instant, ISO 8601. */
  at: string;
  /** Where the figure comes from. */
  reason: string;
}

/** Under this name the baselines of a lifecycle have their audit chain, which is all that keeps them. */
const chainOf = (lifecycle: Lifecycle) => `baseline:${lifecycle}`;

export async function setBaseline(tx: Tx, lifecycle: Lifecycle, baseline: Baseline): Promise<void> {
  const { at, by, ...stated } = baseline;
  await appendAudit(tx, chainOf(lifecycle), { at, actor: by, action: 'baseline.set', ...stated });
}

/** The figures that hold now: of each outcome the last that was stated. */
export async function baselinesOf(tx: Tx, lifecycle: Lifecycle): Promise<Partial<Record<Outcome, Baseline>>> {
  const stated: Partial<Record<Outcome, Baseline>> = {};
  for (const { entry } of await auditOf(tx, chainOf(lifecycle))) {
    const outcome = OUTCOMES.find((one) => one === entry.outcome);
    if (outcome === undefined) continue;
    stated[outcome] = {
      ...{ outcome, value: Number(entry.value), by: entry.actor, at: entry.at },
      reason: String(entry.reason),
    };
  }
  return stated;
}
