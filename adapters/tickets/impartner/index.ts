import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { impartnerMapping } from '../../../contracts/vendors/impartner.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { type AccountBudgets, accountBudgets } from '../../account-budgets.ts';
import { baseUrl, httpSettings, mappingFile, shippedMapping, vendorConfig } from '../../config.ts';
import { ownId } from '../../own-id.ts';
import { type Call, VendorFault } from '../../ports/call.ts';
import type { TicketsPort } from '../../ports/tickets.ts';
import type { Landed, Write } from '../../ports/write.ts';
import {
  filterLiteral,
  type ImpartnerClient,
  impartnerAccount,
  impartnerClient,
} from '../../prm/impartner/client.ts';
import { changedAfter } from '../changes.ts';
import { ticketCloser } from '../closing.ts';
import { ticketNamed } from '../events.ts';
import { oneLine, ticketComment, ticketOpening } from '../payloads.ts';
import { takeBackComment, withdrawTicket } from '../undo.ts';
import { impartnerTasks, type TaskMapping, type Tasks } from './tasks.ts';

const settings = z.strictObject({
  ...httpSettings,
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
  const own = vendorConfig('impartner', settings, config);
  const { task } = mappingFile('impartner', impartnerMapping, own.mapping ?? shippedMapping('impartner'));
  if (!task)
    throw new Error(
      'impartner is configured wrongly: its mapping file has no section task; tickets need one',
    );
  const budget = budgets.of('impartner', impartnerAccount(own), own);
  const client = impartnerClient(own, budget);
  const tasks = impartnerTasks(client, task);
  return {
    vendor: 'impartner',
    ticket: tasks.ticket,
    async comments(id, since, call) {
      return (await tasks.comments(id, call)).filter(({ at }) => since === null || at >= since);
    },
    async changedSince(since, call) {
      const settled = new Date(Date.now() - own.searchLagMs).toISOString();
      const found = await tasks.changed(since?.modifiedAt ?? null, call);
      return {
        tickets: changedAfter(
          since,
          found.filter(({ modifiedAt }) => modifiedAt <= settled),
        ),
        next: null,
      };
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
  const traits = { repeat: 'lookup', searchLagMs, movesMoney: false } as const;

  async function lookup(
    of: string,
    field: string,
    key: string,
    call: Call,
  ): Promise<Landed | 'absent' | 'unknown'> {
    const filter = `${field} = ${filterLiteral(ownId(key))}`;
    const [found, second] = await client.search(of, { fields: ['Id'], filter, take: 2 }, call);
    if (!found) return 'absent';
    // Two records with our key: a person has to see that, no undo could pick the right one.
    return second ? 'unknown' : { id: found.id, created: true };
  }
  const post = (id: string, text: string, key: string, call: Call) =>
    client.create(
      said.object,
      {
        [said.fields.task]: id,
        [said.fields.text]: text,
        [said.fields.by]: 'Quarterdeck',
        [said.key]: ownId(key),
      },
      call,
    );
  /** Proved: what an earlier attempt has written may not be found yet. */
  async function commentOf(_id: string, key: string, call: Call): Promise<string | null> {
    for (const waited of [false, true]) {
      if (waited) await sleep(searchLagMs);
      const found = await lookup(said.object, said.key, key, call);
      if (found !== 'absent') return found === 'unknown' ? 'two' : found.id;
    }
    return null;
  }
  const named = (landed: Landed): Landed => ({ ...landed, detail: { key: `Task ${landed.id}` } });
  const set = (id: string, status: string, call: Call) =>
    client.update(object, id, { [fields.status]: status }, call);
  const [doneWord = 'Done'] = statuses.done;
  const [openWord = 'Open'] = statuses.open;

  const open: Write = {
    ...traits,
    before: async () => null,
    async send(payload, key, call) {
      const { title, text, facts } = ticketOpening.parse(payload);
      const list = facts.map(({ name, value }) => `${name}: ${value}`).join('\n');
      const body: JsonObject = {
        [fields.title]: oneLine(title),
        [fields.text]: `${text}\n\n${list}`.trim(),
        [fields.status]: openWord,
        [keyField]: ownId(key),
      };
      return named({ id: await client.create(object, body, call), created: true });
    },
    async lookup(_payload, key, call) {
      const found = await lookup(object, keyField, key, call);
      return typeof found === 'string' ? found : named(found);
    },
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
    ...traits,
    before: async () => null,
    async send(payload, key, call) {
      const { id, text } = ticketComment.parse(payload);
      return { id: await post(id, text, key, call), created: true };
    },
    lookup: (_payload, key, call) => lookup(said.object, said.key, key, call),
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

function gone(id: string): VendorFault {
  return new VendorFault({
    vendor: 'impartner',
    kind: 'not_found',
    code: 'NO_TASK',
    message: `task ${id} is gone, or the key may not see it any more`,
    certainlyNotLanded: true,
  });
}
