import type { JsonObject } from '../../domain/json.ts';
import type { Call, VendorFault } from '../ports/call.ts';
import type { Landed, Write } from '../ports/write.ts';
import { ticketClosing } from './payloads.ts';
import { shortCall } from './undo.ts';

/** Where a ticket stands. */
export interface TicketStanding {
  /** The vendor's own word or id of the status. */
  status: string;
  done: boolean;
  /** What people call the ticket. */
  name: string;
  /** What else a reopening has to know. */
  also?: JsonObject;
}

/** What closing a ticket needs of a vendor. */
export interface Closing {
  vendor: string;
  /** Null where the ticket is gone. */
  standing(id: string, call: Call): Promise<TicketStanding | null>;
  /** Answers the status that the ticket has then. */
  finish(id: string, call: Call): Promise<string>;
  /** @param before `status` and what `also` held before it was closed */
  reopen(id: string, before: JsonObject, call: Call): Promise<void>;
  gone(id: string): VendorFault;
}

/**
 * The write that closes a ticket. People come first: what they have finished stays as they finished it, and what they move after us is
 * left as it is.
 */
export function ticketCloser({ vendor, standing, finish, reopen, gone }: Closing): Write {
  return {
    repeat: 'lookup',
    searchLagMs: 0,
    movesMoney: false,
    async before(payload, _key, call) {
      const now = await standing(ticketClosing.parse(payload).id, call);
      return now && { status: now.status, done: now.done, ...now.also };
    },
    async send(payload, _key, call): Promise<Landed> {
      const { id } = ticketClosing.parse(payload);
      const now = await standing(id, call);
      if (!now) throw gone(id);
      const status = now.done ? null : await finish(id, call);
      return { id, created: false, detail: { status } };
    },
    async lookup(payload, _key, call) {
      const { id } = ticketClosing.parse(payload);
      const now = await standing(id, call);
      return now?.done ? { id, created: false, detail: { status: now.status } } : 'absent';
    },
    async undo({ before, landed: { id, detail } }, call) {
      const short = shortCall(call);
      const now = await standing(id, short);
      const ours = detail?.status;
      if (!now || !before || before.done || typeof ours !== 'string' || now.status === before.status)
        return {};
      if (now.status !== ours)
        return { corrected: `${vendor}: ${now.name} was moved after our write and was left as it is` };
      await reopen(id, before, short);
      return {};
    },
  };
}
