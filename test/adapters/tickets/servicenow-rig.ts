import { ownId } from '../../../adapters/own-id.ts';
import type { TicketsPort } from '../../../adapters/ports/tickets.ts';
import { createTickets } from '../../../adapters/tickets/index.ts';
import {
  createServicenow,
  SERVICENOW_USER,
  type ServicenowOptions,
} from '../../../sandbox/servicenow/index.ts';
import { control } from '../contract.ts';
import type { HeldTicket, TicketRig } from './rig.ts';

const STATE = { open: '1', in_progress: '2', done: '7' } as const;
const STATUS: Record<string, HeldTicket['status']> = { '1': 'open', '2': 'in_progress', '3': 'in_progress' };

/** @param access how our user signs in @param create makes the adapter, which may be a wrong one */
export async function servicenowRig(
  options: ServicenowOptions = {},
  access: object = { clientId: 'sandbox-now', clientSecret: 'sandbox-now-secret' },
  create = createTickets,
): Promise<TicketRig> {
  const simulator = createServicenow({ searchLagMs: 30, ...options });
  const url = await simulator.listen();
  const { fault, state } = control(simulator, url);
  const settings = {
    baseUrl: url,
    userName: SERVICENOW_USER.userName,
    ...access,
    requestsPerSecond: 5_000,
    // Times have whole seconds, so that what a query misses may be a second longer.
    searchLagMs: 60,
    settleMs: 1_000,
    pageSize: 2,
  };
  const port = create('servicenow', settings) as TicketsPort;
  return {
    port,
    tickMs: 1_100,
    state,
    async held() {
      type Shown = { Id: string; short_description: string; description: string; state: string } & {
        notes: { value: string }[];
      };
      const tasks = JSON.parse(await state()) as Shown[];
      return tasks.map(({ Id, short_description, description, state, notes }) => ({
        ...{ id: Id, title: short_description, text: description, labels: null },
        status: STATUS[state] ?? 'done',
        comments: notes.map(({ value }) => value),
      }));
    },
    people: {
      open: async (title) =>
        simulator.people.open(title, { correlation_display: 'Quarterdeck', correlation_id: 'qd-copy' }),
      comment: async (id, text, by) => simulator.people.note(id, text, by),
      move: async (id, to) => simulator.people.move(id, STATE[to]),
    },
    withoutWay: () => servicenowRig({ ...options, closing: 'by_policy' }, access, create),
    inSilence: () => servicenowRig({ ...options, closing: 'dropped' }, access, create),
    hiding: () => servicenowRig({ ...options, hidden: true, searchLagMs: 0 }, access, create),
    again: (more) => create('servicenow', { ...settings, ...more }) as TicketsPort,
    async spoil() {
      const field = (value: unknown) => ({ value, display_value: String(value) });
      const row = (id: string, number: unknown) => ({
        ...{ sys_id: field(id), number: field(number), state: field('1'), correlation_id: field(ownId(id)) },
        sys_updated_on: field('2026-11-01 00:00:00'),
      });
      const result = [row('a'.repeat(32), 71), row('b'.repeat(32), 'INC72')];
      await fault({ path: '/table/incident', status: 200, body: { result } });
      return { odd: 'a'.repeat(32), good: 'b'.repeat(32) };
    },
    us: SERVICENOW_USER.userName,
    events: { about: (id) => ({ id }), other: { event: 'none' } },
    limits: true,
    http: {
      signsInAgain: true,
      fault: (one) => fault({ ...one, method: 'POST|PATCH', path: '/table/' }),
      faultAny: (one) => fault(one),
      secrets: ['sandbox-now-secret'],
      partial: { result: [], error: { message: 'Transaction cancelled', detail: '' }, status: 'failure' },
    },
    close: () => simulator.close(),
  };
}
