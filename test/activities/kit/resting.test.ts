import { expect, test } from '@jest/globals';
import { resting } from '../../../activities/kit/resting.ts';
import { createCrm } from '../../../adapters/crm/index.ts';
import { createPrm } from '../../../adapters/prm/index.ts';
import { createTickets } from '../../../adapters/tickets/index.ts';

/** How often a vendor is read is its own setting: calls may cost, and an account may have few of them a day. */

const salesforce = { loginUrl: 'https://acme.example', clientId: 'c', clientSecret: 's' };
const VENDORS: [string, (own: object) => { readonly mirrorEveryMs?: number }][] = [
  ['salesforce', (own) => createCrm('salesforce', { ...salesforce, ...own })],
  ['hubspot', (own) => createCrm('hubspot', { accessToken: 't', ...own })],
  ['impartner', (own) => createPrm('impartner', { baseUrl: 'https://acme.example', apiKey: 'k', ...own })],
  ['partnerstack', (own) => createPrm('partnerstack', { publicKey: 'p', privateKey: 's', ...own })],
];

test.each(VENDORS)('%s is read each minute, or as seldom as its settings say', (_vendor, open) => {
  expect(open({}).mirrorEveryMs).toBe(60_000);
  expect(open({ mirrorEveryMinutes: 30 }).mirrorEveryMs).toBe(1_800_000);
  expect(() => open({ mirrorEveryMinutes: 0 })).toThrow('mirrorEveryMinutes');
});

const site = { baseUrl: 'https://acme.example' };
const TICKETS: [string, object][] = [
  ['jira', { ...site, email: 'a@b.example', apiToken: 't', project: 'CHAN' }],
  ['servicenow', { ...site, userName: 'u', password: 'p' }],
  ['impartner', { ...site, apiKey: 'k' }],
];

test.each(TICKETS)(
  'tickets in %s are asked for each minute, or as seldom as the settings say',
  (vendor, own) => {
    const open = (more: object) => createTickets(vendor, { ...own, ...more });
    expect(open({})?.pollEveryMs).toBe(60_000);
    expect(open({ pollEveryMinutes: 10 })?.pollEveryMs).toBe(600_000);
    expect(() => open({ pollEveryMinutes: 0 })).toThrow('pollEveryMinutes');
  },
);

const AT = '2026-03-02T09:00:00.000Z';

test.each<[string | null, number | undefined, string, boolean]>([
  // Never read to the end: it goes on at once, however seldom it is to be read.
  [null, 1_800_000, '2026-03-02T09:00:30Z', false],
  [AT, undefined, '2026-03-02T09:01:00Z', false],
  [AT, 60_000, '2026-03-02T09:00:59Z', false],
  [AT, 1_800_000, '2026-03-02T09:01:00Z', true],
  [AT, 1_800_000, '2026-03-02T09:28:59Z', true],
  // A run begins some moments before or after its minute: the half hour is not to become 31 minutes.
  [AT, 1_800_000, '2026-03-02T09:29:59Z', false],
  [AT, 1_800_000, '2026-03-02T09:30:01Z', false],
])('read at %j and each %p ms, a run at %s leaves it alone: %p', (caughtUp, everyMs, now, rests) => {
  expect(resting(caughtUp, everyMs, new Date(now))).toBe(rests);
});

test('one that was never read is read at once', () => {
  expect(resting(null, 1_800_000, new Date(AT))).toBe(false);
});
