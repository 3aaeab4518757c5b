import { proxyActivities } from '@temporalio/workflow';
import type { auditActivities, CheckpointAnchor } from '../activities/kit/audit.ts';
import { read } from './kit/profiles.ts';

const { writeCheckpoint } = proxyActivities<ReturnType<typeof auditActivities>>(read);

/**
 * Signs one checkpoint of the audit; started every minute by its schedule. Its result stays in Temporal's history, out of
 * reach of whoever owns the database: the anchor that shows when the newest checkpoints were cut off.
 */
export async function auditCheckpoint(): Promise<CheckpointAnchor | null> {
  return writeCheckpoint();
}
