import type { JsonObject } from '../../../domain/json.ts';
import { ownId } from '../../own-id.ts';
import { type Call, VendorFault } from '../../ports/call.ts';
import type { TicketStatus, TicketsPort } from '../../ports/tickets.ts';
import type { Write } from '../../ports/write.ts';
import { ticketCloser } from '../closing.ts';
import { oneLine, ticketComment, ticketOpening } from '../payloads.ts';
import { splitReference, withReference } from '../reference.ts';
import { takeBackComment, withdrawTicket } from '../undo.ts';
import type { ServicenowClient } from './client.ts';
import { hiddenFrom, refused } from './faults.ts';

export interface ServicenowTable {
  /** Our own user. */
  userName: string;
  /** Of every new record: assignment group, urgency … */
  fields: Record<string, string>;
  /** Written beside the state that closes. */
  closeFields: Record<string, string>;
  closeState: string;
  commentField: string;
  searchLagMs: number;
  statusOf(state: string): TicketStatus;
}

/** On every record of ours, beside the id made from our key. */
export const DISPLAY = 'Quarterdeck';
const CLOSE_NOTES = 'Settled; see the work notes. Closed by Quarterdeck.';

/** ServiceNow's writes. None can be repeated: a record is found again by its correlation id, a note by its last line, a state by itself. */
export function servicenowWrites(
  client: ServicenowClient,
  own: ServicenowTable,
  ticket: TicketsPort['ticket'],
): TicketsPort['writes'] {
  const closing: JsonObject = { state: own.closeState, close_notes: CLOSE_NOTES, ...own.closeFields };

  /** The oldest note of ours that carries the reference of a key: any later one is a copy. */
  async function commentOf(id: string, key: string, call: Call): Promise<string | null> {
    const found = (await client.entries(id, null, call)).find(
      ({ sys_created_by, value }) =>
        sys_created_by.value === own.userName && splitReference(value.value).reference === ownId(key),
    );
    return found?.sys_id.value ?? null;
  }

  const post = (id: string, text: string, key: string, call: Call) =>
    client.update(id, { [own.commentField]: withReference(text, key) }, call);

  async function finish(id: string, call: Call): Promise<void> {
    const { state } = await client.update(id, closing, call);
    // An access rule on the field drops its value and says nothing.
    if (state?.value !== own.closeState)
      throw refused(
        'STATE_KEPT',
        'the table did not take the closing state from our user; close the ticket by hand, or let it write `state`',
      );
  }

  const open: Write = {
    repeat: 'lookup',
    searchLagMs: own.searchLagMs,
    movesMoney: false,
    before: async () => null,
    async send(payload, key, call) {
      const { title, text, facts } = ticketOpening.parse(payload);
      const list = facts.map(({ name, value }) => `${name}: ${value}`).join('\n');
      const { sys_id, number } = await client.create(
        {
          ...own.fields,
          short_description: oneLine(title),
          description: `${text}\n\n${list}`.trim(),
          correlation_id: ownId(key),
          correlation_display: DISPLAY,
        },
        call,
      );
      return { id: sys_id.value, created: true, detail: { key: number?.value ?? sys_id.value } };
    },
    async lookup(_payload, key, call) {
      const [found, second] = await client.tasks(`correlation_id=${ownId(key)}`, call);
      if (!found) return 'absent';
      // Two records with our key: a person has to see that, no undo could pick the right one.
      if (second) return 'unknown';
      return {
        id: found.sys_id.value,
        created: true,
        detail: { key: found.number?.value ?? found.sys_id.value },
      };
    },
    undo: ({ landed, key }, call) =>
      withdrawTicket(
        { vendor: 'servicenow', ticket, commentOf, comment: post, close: finish },
        { id: landed.id, key },
        call,
      ),
  };

  const comment: Write = {
    repeat: 'lookup',
    searchLagMs: own.searchLagMs,
    movesMoney: false,
    before: async () => null,
    async send(payload, key, call) {
      const { id, text } = ticketComment.parse(payload);
      await post(id, text, key, call);
      // The answer is the record; the note's own id is not told.
      return { id: ownId(key), created: true };
    },
    async lookup(payload, key, call) {
      const found = await commentOf(ticketComment.parse(payload).id, key, call);
      return found === null ? 'absent' : { id: ownId(key), created: true };
    },
    undo: ({ payload, key }, call) =>
      takeBackComment(
        { vendor: 'servicenow', ticket, commentOf, comment: post },
        { ...ticketComment.parse(payload), key, word: 'note' },
        call,
      ),
  };

  const close = ticketCloser({
    vendor: 'servicenow',
    async standing(id, call) {
      const task = await client.task(id, call);
      if (!task) return null;
      if (!task.state) throw hiddenFrom('the state of a ticket');
      const status = task.state.value;
      const also = { close_code: task.close_code?.value ?? '', close_notes: task.close_notes?.value ?? '' };
      return { status, done: own.statusOf(status) === 'done', name: task.number?.value ?? id, also };
    },
    async finish(id, call) {
      await finish(id, call);
      return own.closeState;
    },
    async reopen(id, { status, close_code, close_notes }, call) {
      await client.update(id, { state: String(status), close_code, close_notes } as JsonObject, call);
    },
    gone,
  });

  return { open, comment, close };
}

function gone(id: string): VendorFault {
  return new VendorFault({
    vendor: 'servicenow',
    kind: 'not_found',
    code: 'NO_RECORD',
    message: `record ${id} is gone, or our user may not see it any more`,
    certainlyNotLanded: true,
  });
}
