import type { Intake } from '../adapters/intake/receive.ts';

export { answerByHand } from '../adapters/intake/answer-by-hand.ts';
export { receive } from '../adapters/intake/receive.ts';
export { retryDeadLetter } from '../adapters/intake/retry.ts';

import { createCrm } from '../adapters/crm/index.ts';
import { createDocuments } from '../adapters/documents/index.ts';
import type { CrmPort } from '../adapters/ports/index.ts';
import { createPrm } from '../adapters/prm/index.ts';
import { openVault } from '../adapters/store/vault.ts';
import { extractDeal } from '../domain/deal/extract-deal.ts';
import { modelReader } from '../installation/model-reader.ts';
import { applicationNow } from './clock.ts';
import { configured } from './configured.ts';
import type { Session } from './session.ts';

/** Takes registrations in exactly as the server does: the row first, then the workflow. */
export async function openIntake(session: Session): Promise<Intake & { crm: CrmPort }> {
  const configuration = configured();
  const { client } = await session.temporal();
  return {
    store: session.store(),
    vault: openVault(configuration.QUARTERDECK_MASTER_KEY),
    client,
    taskQueue: configuration.QUARTERDECK_TASK_QUEUE,
    prm: createPrm(configuration.QUARTERDECK_PRM, configuration.QUARTERDECK_PRM_SETTINGS),
    crm: createCrm(configuration.QUARTERDECK_CRM, configuration.QUARTERDECK_CRM_SETTINGS),
    extract: extractDeal,
    documents: createDocuments(),
    ...modelReader(configuration, session.store(), applicationNow),
    now: applicationNow,
    onUndelivered: ({ case: id }) =>
      session.terminal.note(`${id} is kept; no worker has taken it yet, it goes on by itself.`),
  };
}
