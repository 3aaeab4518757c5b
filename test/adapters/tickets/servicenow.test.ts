import { expect, test } from '@jest/globals';
import type { TicketsPort } from '../../../adapters/ports/tickets.ts';
import { createTickets } from '../../../adapters/tickets/index.ts';
import { waitAfterLimit } from '../../../adapters/tickets/servicenow/faults.ts';
import { SERVICENOW_USER } from '../../../sandbox/servicenow/index.ts';
import { call, faultOf } from '../contract.ts';
import { servicenowRig } from './servicenow-rig.ts';

const OPENING = { title: 't', text: 'x', facts: [], labels: [], about: 'a' };

async function on(rig: ReturnType<typeof servicenowRig>, work: (port: TicketsPort) => Promise<void>) {
  const opened = await rig;
  try {
    await work(opened.port);
  } finally {
    await opened.close();
  }
}

test('rows that access rules hide are not taken for rows that are not there', () =>
  on(servicenowRig({ hidden: true, searchLagMs: 0 }), async (port) => {
    await port.writes.open.send(OPENING, 'k', call);
    const fault = await faultOf(port.writes.open.lookup(OPENING, 'k', call));
    expect(fault).toMatchObject({ kind: 'auth', code: 'HIDDEN' });
    expect(await port.writes.open.lookup(OPENING, 'another', call)).toBe('absent');
  }));

test('a state that the instance drops in silence is told', () =>
  on(servicenowRig({ closing: 'dropped' }), async (port) => {
    const { id } = await port.writes.open.send(OPENING, 'k', call);
    const fault = await faultOf(port.writes.close.send({ id }, 'c', call));
    expect(fault).toMatchObject({ kind: 'rejected', code: 'STATE_KEPT', certainlyNotLanded: true });
    expect((await port.ticket(id, call))?.status).toBe('open');
  }));

test('a rule of the instance that says no is no lack of a role', () =>
  on(servicenowRig({ closing: 'by_policy' }), async (port) => {
    const { id } = await port.writes.open.send(OPENING, 'k', call);
    const fault = await faultOf(port.writes.close.send({ id }, 'c', call));
    expect(fault).toMatchObject({ kind: 'rejected', code: 'BY_RULE', status: 403 });
    expect(fault.message).not.toContain('Cause');
  }));

test('a password will do, and a token that ended is replaced', async () => {
  await on(servicenowRig({}, { password: SERVICENOW_USER.password }), async (port) => {
    expect(await port.ticket('0'.repeat(32), call)).toBeNull();
  });
  const rig = await servicenowRig();
  try {
    const { id } = await rig.port.writes.open.send(OPENING, 'k', call);
    await rig.http?.faultAny({ status: 401, body: '' });
    expect((await rig.port.ticket(id, call))?.key).toMatch(/^INC\d{7}$/);
  } finally {
    await rig.close();
  }
});

test.each([
  [{ 'retry-after': '0' }, 30_000],
  [{ 'x-ratelimit-reset': String(Date.parse('2026-11-27T12:01:00Z') / 1_000) }, 60_000],
  [{ 'x-ratelimit-reset': '1' }, 30_000],
  [{ 'x-ratelimit-reset': '99999999999' }, 3_600_000],
  [{}, 30_000],
] as [Record<string, string>, number][])('the limit %j is waited for %i ms', (headers, wait) => {
  expect(waitAfterLimit(new Headers(headers), Date.parse('2026-11-27T12:00:00Z'))).toBe(wait);
});

test.each([
  [{}, 'set either password'],
  [{ password: 'p', clientId: 'c', clientSecret: 's' }, 'set either password'],
  [{ password: 'p', closeState: '2' }, 'closeState must be one of states.done'],
  [{ password: 'p', table: 'incident^ORactive=true' }, 'table: is a name of a table'],
])('a wrong setting of %j is named, and no value', (settings, reason) => {
  const config = { baseUrl: 'https://acme.example', userName: 'u', ...settings };
  expect(() => createTickets('servicenow', config)).toThrow(reason);
});
