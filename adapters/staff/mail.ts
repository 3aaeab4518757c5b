import type { JsonObject } from '../../domain/json.ts';
import { oneLine } from '../one-line.ts';
import type { NotifyPort } from '../ports/notify.ts';
import type { StaffPort } from '../ports/staff.ts';
import type { Write } from '../ports/write.ts';
import { readTell } from './payloads.ts';
import { staffText } from './staff-text.ts';

/** Tells our own people by mail, over the notifier that writes to partners. A mail cannot be changed once it is sent. */
export function mailStaff({ writes: { send } }: NotifyPort): StaffPort {
  const tell: Write = {
    repeat: send.repeat,
    searchLagMs: send.searchLagMs,
    movesMoney: false,
    before: async (payload, key, call) => send.before(mailOf(payload), key, call),
    send: async (payload, key, call) => send.send(mailOf(payload), key, call),
    lookup: async (payload, key, call) => send.lookup(mailOf(payload), key, call),
    undo: async ({ payload, ...written }, call) => send.undo({ ...written, payload: mailOf(payload) }, call),
  };
  return { vendor: 'mail', addressOf: ({ email }) => email ?? null, writes: { tell, update: null } };
}

/** @throws VendorFault `rejected` */
function mailOf(payload: JsonObject): JsonObject {
  const { to, message } = readTell('mail', payload);
  const title = oneLine(message.title);
  return {
    message: { to, subject: title, text: staffText(message) },
    // What the notifier's payload says of partners.
    partnerId: 'internal',
    kind: 'staff',
    correction: { subject: `Withdrawn: ${title}`, text: `Please disregard our message "${title}".` },
  };
}
