import { type Admissible, admitDeliveries, postponeAdmission } from '../store/deliveries.ts';
import { transact } from '../store/pool.ts';
import { statement } from '../store/statement.ts';
import type { Delivery } from './deliver.ts';
import type { IntakeForm } from './parse.ts';
import { priorityOf } from './priority.ts';
import { firstStage } from './stages.ts';

/** Intakes that read at once. The rest waits in Postgres, where it costs a row. */
const WINDOW = 200;

/**
 * Starts the reading of what waits, the oldest first; run every second, and for a delivery that has just been kept. An intake that
 * runs is only told. What Temporal does not take waits longer each time.
 * @param only the intake that has just been kept
 * @returns how many were started or told
 */
export async function admit(delivery: Delivery, only?: string): Promise<number> {
  const { store } = delivery;
  const chosen = await transact(store, (tx) => admitDeliveries(tx, WINDOW, only));
  let taken = 0;
  for (const one of chosen) {
    const error = await started(delivery, one);
    if (error === null) taken += 1;
    else {
      delivery.onUnread?.(one.intake, error);
      await postponeAdmission(statement(store), one.intake);
    }
  }
  return taken;
}

/** @returns the error when Temporal did not take it */
async function started(delivery: Delivery, { intake, source, form }: Admissible): Promise<unknown> {
  const { client, taskQueue } = delivery;
  try {
    await client.withDeadline(Date.now() + (delivery.deliverWithinMs ?? 3_000), () =>
      client.workflow.signalWithStart('intake', {
        workflowId: intake,
        taskQueue,
        priority: priorityOf('intake', source),
        args: [{ intake, first: firstStage(form as IntakeForm) }],
        signal: 'arrived',
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        staticSummary: `Intake from ${source}`,
      }),
    );
    return null;
  } catch (error) {
    return error;
  }
}
