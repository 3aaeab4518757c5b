import { appendAudit } from '../../adapters/store/audit.ts';
import { type Store, type Tx, transact } from '../../adapters/store/pool.ts';
import { listRollout, type RolloutRecord, rolloutOf, setRollout } from '../../adapters/store/rollout.ts';
import { statement } from '../../adapters/store/statement.ts';
import { reasonNotMeasured, reasonToDemote } from '../../domain/demotion.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { rolloutCase } from '../../domain/rollout.ts';
import { type MeasureDeps, measureSegment, type SegmentMeasure } from './measure-segment.ts';

/** Takes `automated` from a segment that no longer earns it. Answers why, null when it goes on. */
export async function demoteIfWrong(
  tx: Tx,
  deps: MeasureDeps,
  { lifecycle, segment, case: cause }: { lifecycle: Lifecycle; segment: string; case: string },
  wrongPayment: boolean,
): Promise<string | null> {
  const row = await rolloutOf(tx, lifecycle, segment, { lock: 'share' });
  if (row?.mode !== 'automated') return null;
  const measure = await measureSegment(tx, deps, lifecycle, row.segment);
  const reason = measure.operation && reasonToDemote(measure.operation, wrongPayment, deps.rules());
  if (reason) await demote(tx, deps, row, { reason, cause, measure });
  return reason;
}

/** Takes `automated` from every segment that is not measured any more. Answers which. */
export async function demoteUnmeasured(deps: MeasureDeps & { store: Store }): Promise<string[]> {
  const rows = (await listRollout(statement(deps.store))).filter(({ mode }) => mode === 'automated');
  const demoted = await Promise.all(
    rows.map((row) => transact(deps.store, (tx) => demoteOne(tx, deps, row))),
  );
  return rows.filter((_, index) => demoted[index]).map(({ segment }) => segment);
}

async function demoteOne(tx: Tx, deps: MeasureDeps, { lifecycle, segment }: RolloutRecord): Promise<boolean> {
  const pattern = { lifecycle, segment };
  const row = (await listRollout(tx)).find((one) => one.lifecycle === lifecycle && one.segment === segment);
  if (row?.mode !== 'automated') return false;
  const measure = await measureSegment(tx, deps, pattern.lifecycle, pattern.segment);
  const times = { since: row.changedAt, now: deps.now().toISOString() };
  const reason = measure.operation && reasonNotMeasured(measure.operation, times, deps.rules());
  if (reason) await demote(tx, deps, row, { reason, cause: null, measure });
  return reason !== null;
}

/** Sets a segment back to `assisted`, in the transaction that found why. */
export async function demote(
  tx: Tx,
  { now }: Pick<MeasureDeps, 'now'>,
  row: RolloutRecord,
  { reason, cause, measure }: { reason: string; cause: string | null; measure: SegmentMeasure },
): Promise<void> {
  const at = now().toISOString();
  await setRollout(tx, {
    ...{ ...row, mode: 'assisted', reason, changedBy: 'system', token: null, bootstrap: false },
    changedAt: at,
  });
  await appendAudit(tx, rolloutCase(row.lifecycle, row.segment), {
    at,
    actor: 'system',
    action: 'rollout.demoted',
    ...{ from: 'automated', to: 'assisted', reason, cause },
    measure: measure as unknown as JsonObject,
  });
}
