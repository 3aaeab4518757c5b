import { isCancellation, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { ClaimActivities } from '../../activities/claim/index.ts';
import type { LookRequest } from '../../activities/kit/frozen-look.ts';
import { queueName } from '../../domain/intake.ts';
import { qualified } from '../../domain/lifecycles.ts';
import { documentOfCase, record } from '../kit/profiles.ts';
import { localFirst } from '../kit/step.ts';

const claims = localFirst<ClaimActivities>(record, 'claim');

/**
 * Has the documents of a revision read, each once, on the queue of documents: a heap of them holds up no decision. One that breaks the reader
 * three times is kept as broken, and a person looks at it.
 */
export async function readDocuments(request: LookRequest): Promise<void> {
  for (const hash of await claims.unreadDocuments(request)) {
    try {
      await onDocuments(request.case, hash);
    } catch (error) {
      if (isCancellation(error)) throw error;
    }
  }
}

function onDocuments(caseId: string, hash: string): Promise<void> {
  const taskQueue = queueName(workflowInfo().taskQueue, 'documents');
  const activities = proxyActivities({ ...documentOfCase, taskQueue });
  const read = activities[qualified('claim', 'readDocument')] as ClaimActivities['readDocument'];
  return read(caseId, hash);
}
