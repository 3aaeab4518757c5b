import { afterEach, expect, test } from '@jest/globals';
import type { TicketsPort } from '../../../adapters/ports/tickets.ts';
import { createTickets } from '../../../adapters/tickets/index.ts';
import { createImpartner } from '../../../sandbox/impartner/index.ts';
import { call, control } from '../contract.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function tenant() {
  const simulator = createImpartner();
  const baseUrl = await simulator.listen();
  open.push(() => simulator.close());
  const settings = { baseUrl, apiKey: 'sandbox-prm-key', requestsPerSecond: 1000 };
  return { ...control(simulator, baseUrl), tickets: createTickets('impartner', settings) as TicketsPort };
}
const page = (results: object[]) => ({
  status: 200,
  body: { success: true, data: { count: results.length, entity: 'Task__co', results } },
});
const ours = 'qd-0123456789abcdef0123456789abcdef';
const task = { id: 7, external_Id__cf: ours, updated: '2026-11-02T10:00:00-06:00' };

test.each([
  ['a text', 'Done', 'done'],
  ['a reference', { id: 3, name: 'Done' }, 'done'],
  ['a number', 4, 'in_progress'],
  ['nothing', null, 'in_progress'],
])('a status that comes as %s is read', async (_what, status, kind) => {
  const { tickets, fault } = await tenant();
  await fault({ method: 'GET', status: 200, body: { success: true, data: { ...task, status__cf: status } } });
  expect(await tickets.ticket('7', call)).toMatchObject({
    status: kind,
    modifiedAt: '2026-11-02T16:00:00.000Z',
  });
});

test('a comment may name its task and its author as references', async () => {
  const { tickets, fault } = await tenant();
  const said = {
    ...{ id: 70, created: '2026-11-02T11:00:00-06:00', text__cf: 'We have looked.' },
    ...{ task_Id__cf: { id: 7, name: 'Task' }, name: { id: 2998653, name: 'Ana Costa' } },
  };
  await fault({ path: 'Task_Comment__co', ...page([said]) });
  expect(await tickets.comments('7', null, call)).toMatchObject([{ id: '70', by: 'Ana Costa', ours: false }]);
  await fault({ path: 'Task__co$', ...page([]) }, { path: 'Task_Comment__co', ...page([said]) });
  await fault({
    method: 'GET',
    path: 'Task__co/7',
    status: 200,
    body: { success: true, data: { ...task, status__cf: 'Open' } },
  });
  expect((await tickets.changedSince(null, call)).tickets).toMatchObject([{ id: '7', status: 'open' }]);
});
