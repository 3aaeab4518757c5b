import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { impartnerMapping } from '../../../contracts/vendors/impartner.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { type AccountBudgets, accountBudgets } from '../../account-budgets.ts';
import { baseUrl, httpSettings, mappedVendor, pollSettings } from '../../config.ts';
import { createOnce } from '../../create-once.ts';
import { oneLine } from '../../one-line.ts';
import { ownId } from '../../own-id.ts';
import type { Call } from '../../ports/call.ts';
import type { TicketsPort } from '../../ports/tickets.ts';
import type { Write } from '../../ports/write.ts';
import { type ImpartnerClient, impartnerAccount, impartnerClient } from '../../prm/impartner/client.ts';
import { carrying } from '../../prm/impartner/create.ts';
import { refused } from '../../refused.ts';
import { changedAfter } from '../changes.ts';
import { ticketCloser } from '../closing.ts';
import { ticketNamed } from '../events.ts';
import { ticketComment, ticketOpening } from '../payloads.ts';
import { takeBackComment, withdrawTicket } from '../undo.ts';
import { impartnerTaskRecords, type TaskMapping, type Tasks } from './tasks.ts';

const settings = z.strictObject({
  ...httpSettings,
  ...pollSettings,
  baseUrl: baseUrl.default('https://prod.impartner.live'),
  /** Reads and writes the two objects of the mapping file's `task`, and deletes nothing. */
  apiKey: z.string().min(1),
  /** Only for tenants that need X-PRM-TenantId. */
  tenantId: z.number().int().positive().optional(),
  /** How long the search may miss a record that was just written. */
  searchLagMs: z.number().min(0).default(2_000),
});

/** Tasks in the PRM, as objects of the tenant's own. @throws Error when the configuration or the mapping file is wrong. */
export function impartnerTickets(config: unknown, budgets: AccountBudgets = accountBudgets()): TicketsPort {
  const { own, mapping } = mappedVendor('impartner', { settings, mapping: impartnerMapping }, config);
  const { task } = mapping;
  if (!task)
    throw new Error(
      'impartner is configured wrongly: its mapping file has no section task; tickets need one',
    );
  const budget = budgets.of('impartner', impartnerAccount(own), own);
  const client = impartnerClient(own, budget);
  const tasks = impartnerTaskRecords(client, task);
  return {
    vendor: 'impartner',
    pollEveryMs: own.pollEveryMinutes * 60_000,
    ticket: tasks.ticket,
    async comments(id, since, call) {
      return (await tasks.comments(id, call)).filter(({ at }) => since === null || at >= since);
    },
    async changedSince(since, call) {
      const settled = new Date(Date.now() - own.searchLagMs).toISOString();
      const { read, odd } = await tasks.changed(since?.modifiedAt ?? null, call);
      const tickets = read.filter(({ modifiedAt }) => modifiedAt <= settled);
      return { tickets: changedAfter(since, tickets), odd, next: null };
    },
    reported: (event) => ticketNamed('impartner', event),
    writes: taskWrites(client, task, tasks, own.searchLagMs),
  };
}

/** None can be repeated: both kinds of records are found again by the id made from our key, a status by itself. */
function taskWrites(
  client: ImpartnerClient,
  { object, key: keyField, fields, statuses, comment: said }: TaskMapping,
  tasks: Tasks,
  searchLagMs: number,
): TicketsPort['writes'] {
  const ofComments = { object: said.object, key: said.key };
  const say = (id: string, text: string, mark: string, call: Call) =>
    client.create(
      said.object,
      {
        [said.fields.task]: id,
        [said.fields.text]: text,
        [said.fields.by]: 'Quarterdeck',
        [said.key]: mark,
      },
      call,
    );
  const post = (id: string, text: string, key: string, call: Call) => say(id, text, ownId(key), call);
  /** Proved: what an earlier attempt has written may not be found yet. */
  async function commentOf(_id: string, key: string, call: Call): Promise<string | null> {
    for (const waited of [false, true]) {
      if (waited) await sleep(searchLagMs);
      const [found] = await carrying(client, ofComments, ownId(key), call);
      if (found) return found.id;
    }
    return null;
  }
  const named = (id: string) => ({ id, detail: { key: `Task ${id}` } });
  const set = (id: string, status: string, call: Call) =>
    client.update(object, id, { [fields.status]: status }, call);
  const [doneWord = 'Done'] = statuses.done;
  const [openWord = 'Open'] = statuses.open;

  const open: Write = {
    ...createOnce({
      searchLagMs,
      async create(payload, id, call) {
        const { title, text, facts } = ticketOpening.parse(payload);
        const list = facts.map(({ name, value }) => `${name}: ${value}`).join('\n');
        const body: JsonObject = {
          [fields.title]: oneLine(title),
          [fields.text]: `${text}\n\n${list}`.trim(),
          [fields.status]: openWord,
          [keyField]: id,
        };
        return named(await client.create(object, body, call));
      },
      async carrying(id, call) {
        return (await carrying(client, { object, key: keyField }, id, call)).map((found) => named(found.id));
      },
    }),
    undo: ({ landed, key }, call) =>
      withdrawTicket(
        {
          vendor: 'impartner',
          ...{ ticket: tasks.ticket, commentOf, comment: post },
          close: (id, short) => set(id, doneWord, short),
        },
        { id: landed.id, key },
        call,
      ),
  };

  const comment: Write = {
    ...createOnce({
      searchLagMs,
      async create(payload, mark, call) {
        const { id, text } = ticketComment.parse(payload);
        return { id: await say(id, text, mark, call) };
      },
      carrying: (mark, call) => carrying(client, ofComments, mark, call),
    }),
    undo: ({ payload, key }, call) =>
      takeBackComment(
        { vendor: 'impartner', ticket: tasks.ticket, commentOf, comment: post },
        { ...ticketComment.parse(payload), key },
        call,
      ),
  };

  const close = ticketCloser({
    vendor: 'impartner',
    async standing(id, call) {
      const found = await tasks.ticket(id, call);
      return found && { status: found.vendorStatus, done: found.status === 'done', name: found.key };
    },
    async finish(id, call) {
      await set(id, doneWord, call);
      return doneWord;
    },
    reopen: (id, { status }, call) => set(id, String(status), call),
    gone,
  });

  return { open, comment, close };
}

const gone = (id: string) =>
  refused('impartner', 'NO_TASK', `task ${id} is gone, or the key may not see it any more`, 'not_found');
