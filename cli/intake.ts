import type { Intake } from '../adapters/intake/receive.ts';
import { sourceFormats } from '../installation/source-formats.ts';

export { fileEntries } from '../adapters/intake/file-entries.ts';
export { receive } from '../adapters/intake/receive.ts';
export { retryDeadLetter } from '../adapters/intake/retry.ts';

import { eventReaders } from '../adapters/intake/events.ts';
import { openVault } from '../adapters/store/vault.ts';
import { applicationNow } from './clock.ts';
import { configured } from './configured.ts';
import type { Session } from './session.ts';

/** Takes submissions in exactly as the server does: what has to be read first is kept, and a worker reads it. */
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
    formatOf: sourceFormats(configuration),
    onUndelivered: ({ case: id }) =>
      session.terminal.note(`${id} is kept; Temporal has not taken it yet, it goes on by itself.`),
    onUnread: (id) =>
      session.terminal.note(`${id} is kept; Temporal has not taken it yet, it goes on by itself.`),
  };
}
