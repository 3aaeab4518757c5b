import { ownId } from '../../../adapters/own-id.ts';
import type { TicketsPort } from '../../../adapters/ports/tickets.ts';
import { createTickets } from '../../../adapters/tickets/index.ts';
import { createImpartner, IMPARTNER_KEYS, type ImpartnerOptions } from '../../../sandbox/impartner/index.ts';
import { control } from '../contract.ts';
import type { HeldTicket, TicketRig } from './rig.ts';

const WORD = { open: 'Open', in_progress: 'In Progress', done: 'Cancelled' } as const;
const STATUS: Record<string, HeldTicket['status']> = { Open: 'open', Done: 'done', Cancelled: 'done' };

export async function impartnerRig(options: ImpartnerOptions = {}): Promise<TicketRig> {
  const keys = [...IMPARTNER_KEYS, { key: 'people', scopes: ['*'] }];
  const simulator = createImpartner({ keys, searchLagMs: 30, ...options });
  const url = await simulator.listen();
  const { fault, state } = control(simulator, url);
  const port = createTickets('impartner', {
    baseUrl: url,
    apiKey: 'sandbox-prm-key',
    requestsPerSecond: 5_000,
    searchLagMs: 60,
  }) as TicketsPort;
  async function people(method: string, path: string, body: object): Promise<string> {
    const answer = await fetch(`${url}/api/objects/v1/${path}`, {
      method,
      headers: { authorization: 'prm-key people', 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const { success, data } = (await answer.json()) as { success: boolean; data: { id: number } };
    if (!success) throw new Error(`${method} ${path} was refused`);
    // The search lags for people's records, too.
    await new Promise((wake) => setTimeout(wake, 70));
    return String(data.id);
  }
  return {
    port,
    tickMs: 100,
    state,
    async held() {
      const { Task__co: tasks, Task_Comment__co: said } = JSON.parse(await state()) as Record<
        string,
        Record<string, string>[]
      >;
      return (tasks ?? []).map(({ Id, Name, Text__cf, Status__cf }) => ({
        ...{ id: String(Id), title: String(Name), text: String(Text__cf), labels: null },
        status: STATUS[String(Status__cf)] ?? 'in_progress',
        comments: (said ?? [])
          .filter(({ Task_Id__cf }) => Task_Id__cf === String(Id))
          // Ours before those that take them back: the export is in the order of ids.
          .sort(
            (a, b) =>
              Number(String(a.Text__cf).startsWith('This no')) -
              Number(String(b.Text__cf).startsWith('This no')),
          )
          .map(({ Text__cf }) => String(Text__cf)),
      }));
    },
    people: {
      open: (title) =>
        people('PUT', 'Task__co', { Name: title, Status__cf: 'Open', External_Id__cf: 'qd-copy' }),
      async comment(id, text, by) {
        await people('PUT', 'Task_Comment__co', { Name: by, Task_Id__cf: id, Text__cf: text });
      },
      async move(id, to) {
        await people('PATCH', `Task__co/${id}`, { Status__cf: WORD[to] });
      },
    },
    async spoil() {
      const task = (id: number, updated: unknown) => ({
        id,
        external_Id__cf: ownId(String(id)),
        status__cf: 'Open',
        updated,
      });
      const results = [task(71, 'soon'), task(72, '2026-11-01T00:00:00Z')];
      await fault({ path: 'Task__co', status: 200, body: { success: true, data: { count: 2, results } } });
      return { odd: '71', good: '72' };
    },
    events: { about: (id) => ({ id }), other: { event: 'none' } },
    http: {
      fault: (one) => fault({ ...one, method: 'PUT|PATCH' }),
      faultAny: (one) => fault(one),
      secrets: ['sandbox-prm-key'],
    },
    close: () => simulator.close(),
  };
}
