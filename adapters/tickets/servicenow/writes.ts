import type { ServicenowTask } from '../../../contracts/vendors/servicenow.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { createOnce } from '../../create-once.ts';
import { oneLine } from '../../one-line.ts';
import { ownId } from '../../own-id.ts';
import type { Call } from '../../ports/call.ts';
import type { TicketStatus, TicketsPort } from '../../ports/tickets.ts';
import type { Write } from '../../ports/write.ts';
import { refused } from '../../refused.ts';
import { ticketCloser } from '../closing.ts';
import { ticketComments } from '../commenting.ts';
import { ticketOpening } from '../payloads.ts';
import { splitReference, withReference } from '../reference.ts';
import { withdrawTicket } from '../undo.ts';
import { type ServicenowClient, taskOf } from './client.ts';
import { hiddenFrom } from './faults.ts';

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

  /** Our note that carries the reference of a key, by the id that it is given here: the answer to a note is the record, not the note. */
  async function commentOf(id: string, key: string, call: Call): Promise<string | null> {
    const found = (await client.entries(id, null, call)).find(
      ({ sys_created_by, value }) =>
        sys_created_by.value === own.userName && splitReference(value.value).reference === ownId(key),
    );
    return found ? ownId(key) : null;
  }

  async function post(id: string, text: string, key: string, call: Call): Promise<string> {
    await client.update(id, { [own.commentField]: withReference(text, key) }, call);
    return ownId(key);
  }

  async function finish(id: string, call: Call): Promise<void> {
    const { state } = await client.update(id, closing, call);
    // An access rule on the field drops its value and says nothing.
    if (state?.value !== own.closeState)
      throw refused(
        'servicenow',
        'STATE_KEPT',
        'the table did not take the closing state from our user; close the ticket by hand, or let it write `state`',
      );
  }

  const open: Write = {
    ...createOnce({
      searchLagMs: own.searchLagMs,
      async create(payload, id, call) {
        const { title, text, facts } = ticketOpening.parse(payload);
        const list = facts.map(({ name, value }) => `${name}: ${value}`).join('\n');
        const fields = {
          ...own.fields,
          short_description: oneLine(title),
          description: `${text}\n\n${list}`.trim(),
          correlation_id: id,
          correlation_display: DISPLAY,
        };
        return named(await client.create(fields, call));
      },
      carrying: async (id, call) => (await client.tasks(`correlation_id=${id}`, call)).map(taskOf).map(named),
    }),
    undo: ({ landed, key }, call) =>
      withdrawTicket(
        { vendor: 'servicenow', ticket, commentOf, comment: post, close: finish },
        { id: landed.id, key },
        call,
      ),
  };

  const comment = ticketComments({
    ...{ vendor: 'servicenow', searchLagMs: own.searchLagMs, word: 'note' },
    ...{ ticket, commentOf, comment: post },
  });

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

const named = ({ sys_id, number }: ServicenowTask) => ({
  id: sys_id.value,
  detail: { key: number?.value ?? sys_id.value },
});

const gone = (id: string) =>
  refused(
    'servicenow',
    'NO_RECORD',
    `record ${id} is gone, or our user may not see it any more`,
    'not_found',
  );
