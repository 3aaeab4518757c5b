import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { PeriodActivities } from '../activities/kit/start-period-case.ts';
import { pinned } from './kit/pinned.ts';
import { record } from './kit/profiles.ts';

const { startPeriodCase, startPeriodBatch } = proxyActivities<PeriodActivities>(record);
/** Set by the server on what a schedule starts: the instant that was due, also when it is caught up later or filled in. */
const DUE = defineSearchAttributeKey('TemporalScheduledStartTime', SearchAttributeType.DATETIME);

/**
 * Starts a lifecycle's case for the period that is over; started by its schedule. Answers the case's id.
 * @param what `batch`: its batch instead
 */
export async function startPeriod(lifecycle: unknown, what?: unknown): Promise<string> {
  const { typedSearchAttributes, startTime } = workflowInfo();
  const at = typedSearchAttributes.get(DUE) ?? startTime;
  // Anybody could have started it with anything: what is nested too deep to be handed on would fail its task for ever.
  const said = typeof lifecycle === 'string' ? lifecycle : 'none';
  const asked = { lifecycle: said, at: at.toISOString() };
  return what === 'batch' ? startPeriodBatch(asked) : startPeriodCase(asked);
}
pinned(startPeriod);
