import { proxyActivities } from '@temporalio/workflow';
import type { RetentionActivities } from '../activities/kit/retention.ts';
import type { Deleted } from '../domain/retention.ts';
import { sweep } from './kit/profiles.ts';

const { deletePastRetention } = proxyActivities<RetentionActivities>(sweep);

/** Deletes what is past its time; started every night by its schedule. */
export async function retention(): Promise<Deleted> {
  return deletePastRetention();
}
