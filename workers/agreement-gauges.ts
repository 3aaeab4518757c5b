import type { MetricMeter } from '@temporalio/common';
import { type MeasureDeps, measureSegment } from '../activities/rollout/measure-segment.ts';
import { segmentsWithLooks } from '../adapters/store/agreements.ts';
import { type Store, transact } from '../adapters/store/pool.ts';
import { listRollout } from '../adapters/store/rollout.ts';
import { DEFAULT_MODE, ROLLOUT_MODES, rowInForce } from '../domain/rollout.ts';

/**
 * Figures of agreement for Prometheus, by lifecycle and segment: how many decisions of each sample there are and agree, what they show of
 * decisions and of money at least (95 %), how many comparisons are not as signed, and how far the segment may act (1 at its mode).
 * @returns sets them to what Postgres has now
 */
export function agreementGauges(meter: MetricMeter): (deps: MeasureDeps & { store: Store }) => Promise<void> {
  const decisions = meter.createGauge(
    'quarterdeck_agreement_decisions',
    'int',
    undefined,
    'Compared decisions',
  );
  const agreed = meter.createGauge('quarterdeck_agreement_agreed', 'int', undefined, 'Those that agree');
  const bound = meter.createGauge('quarterdeck_agreement_lower_bound', 'float', undefined, 'At least, 95 %');
  const unproved = meter.createGauge('quarterdeck_agreement_unproved', 'int', undefined, 'Not as signed');
  const mode = meter.createGauge('quarterdeck_rollout_mode', 'int', undefined, '1 at the mode in force');
  return ({ store, ...deps }) =>
    transact(store, async (tx) => {
      const rows = await listRollout(tx);
      for (const { lifecycle, segment } of await segmentsWithLooks(tx)) {
        const { counted, confirmed, operation, ...measure } = await measureSegment(
          tx,
          deps,
          lifecycle,
          segment,
        );
        const tags = { lifecycle, segment };
        const samples = {
          counted,
          confirmed,
          ...(operation && { control: operation.controls, afterwards: operation.afterwards }),
        };
        for (const [sample, figures] of Object.entries(samples)) {
          decisions.set(figures.n, { ...tags, sample });
          agreed.set(figures.agreed, { ...tags, sample });
          if (!('countLower' in figures)) continue;
          bound.set(figures.countLower, { ...tags, sample, of: 'decisions' });
          bound.set(figures.moneyLower, { ...tags, sample, of: 'money' });
        }
        unproved.set(measure.unproved, tags);
        const inForce = rowInForce(rows, lifecycle, segment)?.mode ?? DEFAULT_MODE;
        for (const one of ROLLOUT_MODES) mode.set(one === inForce ? 1 : 0, { ...tags, mode: one });
      }
    });
}
