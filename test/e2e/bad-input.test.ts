import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { eventReaders } from '../../adapters/intake/events.ts';
import { statement } from '../../adapters/store/statement.ts';
import { serverConfiguration } from '../../contracts/server-configuration.ts';
import { createApp } from '../../server/app.ts';
import { refusedRequests } from '../../server/refused-requests.ts';
import { describeInstallation } from '../environment/describe-installation.ts';
import { inUsd } from '../environment/in-usd.ts';
import { SECRETS, webhook } from '../server/rig.ts';
import { GOLD, newDeal } from '../workflows/deal/cases.ts';

/** What partners' systems really send, through the HTTP server and a worker: a clear refusal or a gated case, never a stuck one. */

let app: FastifyInstance;
let url: string;

const here = describeInstallation();
beforeAll(async () => {
  const { store, vault, taskQueue, deps } = here;
  const intake = {
    ...{ store, vault, taskQueue, client: here.env.client, now: deps.now, formatOf: inUsd },
    events: eventReaders({ prm: 'impartner', crm: 'salesforce' }),
    deliverWithinMs: 20_000,
  };
  const configuration = serverConfiguration.parse({
    QUARTERDECK_WEBHOOK_SECRETS: JSON.stringify({ portal: { scheme: 'standard', secrets: SECRETS } }),
  });
  app = createApp({ intake, configuration, refused: refusedRequests(store, deps.now) });
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await app?.close();
});

const rows = async (text: string, values: unknown[] = []) =>
  (await statement(here.store).query<Record<string, unknown>>(text, values)).rows;
const waiting = (id: string) => here.until(id, (row) => row.status.startsWith('waiting_for'));
/** Past on the whole earth. */
const PAST = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
const value = (amount: unknown, currency: unknown = 'USD') => ({ estimated_value: { amount, currency } });

describe('a case that waits for somebody, with the reason', () => {
  test.each<[string, Record<string, unknown>, string, string]>([
    ['an unknown partner', { source_partner_id: '9999' }, 'waiting_for_decision', 'partner.unknown'],
    ['a currency without a rate', value('1000.00', 'BHD'), 'waiting_for_decision', 'submission.no_rate'],
    [
      'a close date in the past',
      { expected_close_date: PAST },
      'waiting_for_decision',
      'submission.close_date_past',
    ],
    ['an empty customer', { customer_name: '  ' }, 'waiting_for_partner', 'required'],
    ['no amount', { estimated_value: null }, 'waiting_for_partner', 'required'],
  ])('%s', async (_, change, status, rule) => {
    const answer = await webhook({ url }, newDeal(change));
    expect(answer.status).toBe(202);
    const row = await waiting(String(answer.body.case));
    expect(row.status).toBe(status);
    expect((row.summary.rules as string[]).join()).toContain(rule);
  });
});

describe('a refusal that names the fault, and a dead letter', () => {
  test.each<[string, unknown]>([
    ['no JSON', '{"deal_id": '],
    ['a list', '[]'],
    ['wrong types', newDeal({ customer_name: { toString: 'x' }, estimated_value: 'many' })],
    ['an unknown currency', newDeal(value('1000.00', 'XQZ'))],
    ['a negative amount', newDeal(value('-5.00'))],
    ['an amount that is no number', newDeal(value('1e9999'))],
    ['a date that is none', newDeal({ expected_close_date: '2027-02-31' })],
    ['notes of 100,000 characters', newDeal({ partner_notes: 'a'.repeat(100_000) })],
    ['no id', newDeal({ deal_id: null })],
  ])('%s', async (_, body) => {
    const letters = async () => (await rows('select problem from dead_letters order by received_at')).length;
    const before = await letters();
    const answer = await webhook({ url }, body);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.type).toContain('application/problem+json');
    expect(answer.body).toMatchObject({ title: expect.any(String), fix: expect.any(String) });
    expect(await letters()).toBe(before + 1);
  });
});

describe('instructions in the notes are data', () => {
  const texts = JSON.parse(readFileSync('test/data/injection/texts.json', 'utf8')) as unknown;
  const hostile = (Array.isArray(texts) ? texts : Object.values(texts as object).flat())
    .filter((one): one is string => typeof one === 'string')
    .slice(0, 5);

  test('there are some', () => expect(hostile.length).toBeGreaterThan(0));

  test.each(hostile.map((text, index) => [index, text] as const))(
    'text %i changes neither outcome nor amount',
    async (_, text) => {
      const large = value('150000.00');
      const answer = await webhook(
        { url },
        newDeal({ ...large, source_partner_id: GOLD, partner_notes: text }),
      );
      const row = await waiting(String(answer.body.case));
      expect(row.summary).toMatchObject({ triage_status: 'NEEDS_REVIEW', estimated_value: '150000.00' });
    },
  );
});

test('afterwards nothing is left undelivered and no case hangs', async () => {
  expect(await rows('select * from undelivered')).toEqual([]);
  expect(await rows("select case_id from cases where status = 'running'")).toEqual([]);
});
