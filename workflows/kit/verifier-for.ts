import { patched, proxyActivities } from '@temporalio/workflow';
import type { GateActivities } from '../../activities/gate/gate.ts';
import type { Attempt } from './attempts.ts';
import { record } from './profiles.ts';
import { localFirst } from './step.ts';

const quick = localFirst<GateActivities>(record);
const regular = proxyActivities<GateActivities>(record);

/**
 * How a decision is verified. Temporal keeps an Update only when the task that accepts it has ended. Verified within that task, a
 * decision could stand in Postgres while Temporal, killed at that moment, knows nothing of it: nobody could decide the case any more.
 * So an Update is verified after that task, by a regular activity. A Signal is kept before anybody hears of it.
 */
export function verifierFor(via: Attempt['via']): GateActivities['verifyDecision'] {
  return via === 'update' && patched('update-kept-first') ? regular.verifyDecision : quick.verifyDecision;
}
