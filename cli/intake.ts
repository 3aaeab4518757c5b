import type { Checking } from '../adapters/intake/deal/parts-of.ts';
import type { Intake } from '../adapters/intake/receive.ts';

export { answerByHand } from '../adapters/intake/deal/answer-by-hand.ts';
export { receive } from '../adapters/intake/receive.ts';
export { retryDeadLetter } from '../adapters/intake/retry.ts';

import { eventReaders } from '../adapters/intake/events.ts';
import type { CrmPort } from '../adapters/ports/crm.ts';
import { openVault } from '../adapters/store/vault.ts';
import { openPorts } from '../installation/ports.ts';
import { applicationNow } from './clock.ts';
import { configured } from './configured.ts';
import type { Session } from './session.ts';

/** Takes registrations in exactly as the server does: what has to be read first is kept, and a worker reads it. */
export async function openIntake(session: Session): Promise<Intake> {
  const configuration = configured();
  const { client } = await session.temporal();
  return {
    store: session.store(),
    vault: openVault(configuration.QUARTERDECK_MASTER_KEY),
    client,
    taskQueue: configuration.QUARTERDECK_TASK_QUEUE,
    events: eventReaders({ prm: configuration.QUARTERDECK_PRM, crm: configuration.QUARTERDECK_CRM }),
    now: applicationNow,
    onUndelivered: ({ case: id }) =>
      session.terminal.note(`${id} is kept; Temporal has not taken it yet, it goes on by itself.`),
    onUnread: (id) =>
      session.terminal.note(`${id} is kept; Temporal has not taken it yet, it goes on by itself.`),
  };
}

/** Reads a document here and submits nothing: the one place beside the worker that asks PRM and CRM. */
export async function openChecking(session: Session): Promise<Checking & { crm: CrmPort }> {
  const configuration = configured();
  return {
    ...(await openPorts(configuration, ['prm', 'crm'])),
    store: session.store(),
    vault: openVault(configuration.QUARTERDECK_MASTER_KEY),
    now: applicationNow,
  };
}
