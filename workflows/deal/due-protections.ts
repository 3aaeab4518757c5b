import { proxyActivities } from '@temporalio/workflow';
import type { DealActivities } from '../../activities/deal/index.ts';
import { sweep } from '../kit/profiles.ts';

const { startDueProtections } = proxyActivities<DealActivities>(sweep);

/**
 * Starts the protection windows that have something to do, so that none sleeps in Temporal for months; started every minute by its schedule.
 * @returns how many
 */
export async function dueProtections(): Promise<number> {
  return startDueProtections();
}
