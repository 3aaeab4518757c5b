import { describe, expect, test } from '@jest/globals';
import { accountBudgets } from '../../adapters/account-budgets.ts';
import { createCrm } from '../../adapters/crm/index.ts';
import { type CallDays, dayQuota, type NotedCalls } from '../../adapters/day-quota.ts';
import { createEnrich } from '../../adapters/enrich/index.ts';
import type { Call } from '../../adapters/ports/call.ts';
import { createPrm } from '../../adapters/prm/index.ts';
import { createTickets } from '../../adapters/tickets/index.ts';
import { faultOf } from './contract.ts';

const call: Call = { timeoutMs: 1_000, mayWait: true };
const atOnce: Call = { ...call, mayWait: false };
const mirror: Call = { ...call, background: true };
const HOUR = 3_600_000;
const NOON = Date.parse('2026-11-28T12:00:00Z');

/** Where processes count together, kept in memory. */
function sharedDays() {
  const counted = new Map<string, number>();
  const noted: NotedCalls[] = [];
  const days: CallDays = {
    async add(one) {
      noted.push(one);
      const key = `${one.account} ${one.day}`;
      counted.set(key, (counted.get(key) ?? 0) + one.units);
      return counted.get(key) as number;
    },
  };
  return { days, noted };
}

describe('adapters of one account', () => {
  test('share a bucket, whose pace is that of the slower settings', async () => {
    const budgets = accountBudgets();
    const prm = budgets.of('impartner', 'https://t.example 7', { requestsPerSecond: 100, burst: 100 });
    const tickets = budgets.of('impartner', 'https://t.example 7', { requestsPerSecond: 0.1, burst: 3 });
    for (const budget of [prm, tickets, prm]) await budget.take(atOnce);
    expect(await faultOf(tickets.take(atOnce))).toMatchObject({ kind: 'budget' });
    expect(await faultOf(prm.take(atOnce))).toMatchObject({ kind: 'budget' });
    // Another account of the same vendor, and another vendor at the same address, have their own.
    await budgets.of('impartner', 'https://t.example 8', { requestsPerSecond: 0.1 }).take(atOnce);
    await budgets.of('jira', 'https://t.example 7', { requestsPerSecond: 0.1 }).take(atOnce);
  });

  test('share the day, searches with a pace of their own, too', async () => {
    const budgets = accountBudgets();
    const limits = { requestsPerSecond: 1_000, requestsPerDay: 10 };
    const one = budgets.of('hubspot', 'a', limits);
    const searches = one.paced(1_000);
    const other = budgets.of('hubspot', 'a', { requestsPerSecond: 1_000, requestsPerDay: 1_000 });
    for (let n = 0; n < 5; n += 1) await one.take(call);
    for (let n = 0; n < 5; n += 1) await searches.take(call);
    for (const budget of [one, searches, other])
      expect(await faultOf(budget.take(call))).toMatchObject({ kind: 'budget', code: 'CALLS_SPENT' });
  });
});

const SITE = { baseUrl: 'https://acme.example' };
const KEY = { ...SITE, apiKey: 'k' };
test.each<[string, (day: object) => unknown]>([
  [
    'salesforce',
    (day) => createCrm('salesforce', { loginUrl: SITE.baseUrl, clientId: 'c', clientSecret: 's', ...day }),
  ],
  ['hubspot', (day) => createCrm('hubspot', { accessToken: 't', ...day })],
  ['impartner', (day) => createPrm('impartner', { ...KEY, ...day })],
  ['partnerstack', (day) => createPrm('partnerstack', { publicKey: 'p', privateKey: 's', ...day })],
  [
    'jira',
    (day) => createTickets('jira', { ...SITE, email: 'a@b.example', apiToken: 't', project: 'CHAN', ...day }),
  ],
  ['servicenow', (day) => createTickets('servicenow', { ...SITE, userName: 'u', password: 'p', ...day })],
  ['tickets in impartner', (day) => createTickets('impartner', { ...KEY, ...day })],
  ['a source of firmographics', (day) => createEnrich('http', { ...KEY, ...day })],
])('%s may be given a number of calls a day', (_vendor, open) => {
  expect(() => open({ requestsPerDay: 1_000 })).not.toThrow();
  expect(() => open({ requestsPerDay: 0 })).toThrow('requestsPerDay');
});

describe('a bucket', () => {
  test('lets one that costs more than it ever holds through when it is full, and the next one pays', async () => {
    const budget = accountBudgets().of('v', 'a', { requestsPerSecond: 0.1, burst: 2 });
    await budget.take(atOnce, 5);
    const fault = await faultOf(budget.take(atOnce));
    // Three are owed and one is needed.
    expect(fault.retryAfterMs).toBeGreaterThan(39_000);
  });
});

describe('the day', () => {
  test('is counted by all processes together, and a new one knows what was used before it', async () => {
    const { days } = sharedDays();
    let at = NOON;
    const processes = [0, 1].map(() =>
      dayQuota(
        { account: 'a', vendor: 'v' },
        () => 100,
        days,
        () => at,
      ),
    );
    const [one, other] = processes as [ReturnType<typeof dayQuota>, ReturnType<typeof dayQuota>];
    for (let n = 0; n < 60; n += 1) {
      await one.admit(call);
      one.count(1);
    }
    await new Promise((done) => setImmediate(done));
    for (let n = 0; n < 39; n += 1) {
      await other.admit(call);
      other.count(1);
    }
    await new Promise((done) => setImmediate(done));
    const late = dayQuota(
      { account: 'a', vendor: 'v' },
      () => 100,
      days,
      () => at,
    );
    await late.admit(call);
    late.count(1);
    expect(await faultOf(late.admit(call))).toMatchObject({ kind: 'budget', retryAfterMs: 15 * 60_000 });
    at += 12 * HOUR;
    await late.admit(call);
  });

  test('refuses mirrors before it refuses decisions and writes', async () => {
    const quota = dayQuota(
      { account: 'a', vendor: 'v' },
      () => 10,
      null,
      () => NOON,
    );
    for (let n = 0; n < 8; n += 1) {
      await quota.admit(mirror);
      quota.count(1);
    }
    const fault = await faultOf(quota.admit(mirror));
    expect(fault.message).toBe(
      'v: 8 of the 10 calls of the day are used; what is left is kept for decisions and writes',
    );
    await quota.admit(call);
    quota.count(2);
    await faultOf(quota.admit(call));
  });

  test('as the vendor tells it holds for mirrors only, and is believed for a quarter of an hour', async () => {
    const { days, noted } = sharedDays();
    let at = NOON;
    const quota = dayQuota(
      { account: 'a', vendor: 'v' },
      () => null,
      days,
      () => at,
    );
    await quota.admit(mirror);
    quota.count(1);
    expect(noted).toEqual([]);
    quota.told({ used: 81_000, of: 100_000 });
    await faultOf(quota.admit(mirror));
    await quota.admit(call);
    quota.count(1);
    await new Promise((done) => setImmediate(done));
    expect(noted).toEqual([
      {
        account: 'a',
        vendor: 'v',
        day: '2026-11-28',
        units: 2,
        allowed: null,
        told: { used: 81_000, of: 100_000 },
      },
    ]);
    at += 15 * 60_000;
    await quota.admit(mirror);
  });

  test('is an hour where the vendor counts by it, and is believed until that begins anew', async () => {
    let at = NOON;
    const quota = dayQuota(
      { account: 'a', vendor: 'v' },
      () => null,
      null,
      () => at,
    );
    quota.told({ used: 60_000, of: 65_000, per: 'hour' }, 120_000);
    expect((await faultOf(quota.admit(mirror))).message).toContain('60,000 of the 65,000 calls of the hour');
    await quota.admit(call);
    at += 120_000;
    await quota.admit(mirror);
  });

  test('goes on while the database is away, and is noted afterwards', async () => {
    const { days, noted } = sharedDays();
    let away = true;
    const flaky: CallDays = {
      add: (one) => (away ? Promise.reject(new Error('away')) : days.add(one)),
    };
    let at = NOON;
    const quota = dayQuota(
      { account: 'a', vendor: 'v' },
      () => 1_000_000,
      flaky,
      () => at,
    );
    for (let n = 0; n < 5; n += 1) {
      await quota.admit(call);
      quota.count(1);
    }
    away = false;
    for (let n = 0; n < 2; n += 1) {
      at += 11_000;
      await quota.admit(call);
      quota.count(1);
    }
    await new Promise((done) => setImmediate(done));
    expect(noted.reduce((sum, { units }) => sum + units, 0)).toBe(7);
  });
});
