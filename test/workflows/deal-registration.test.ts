import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { auditOf } from '../../adapters/store/audit.ts';
import { statement } from '../../adapters/store/statement.ts';
import { type TestInstallation, startInstallation } from '../environment/installation.ts';
import { devServer } from '../environment/servers.ts';

let env: TestWorkflowEnvironment;
let here: TestInstallation;

const closeDate = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);
const deal = (change = {}) => ({
  deal_id: 'LC-1',
  source_partner_id: '7002',
  customer_name: 'Chantiers Bretons SARL',
  opportunity_name: 'Monitoring',
  estimated_value: { amount: '22500.00', currency: 'USD' },
  expected_close_date: closeDate,
  primary_contact_email: 'y.legoff@chantiers-bretons.example',
  partner_notes: 'Budget confirmed.',
  ...change,
});

beforeAll(async () => {
  env = await devServer();
  here = await startInstallation(env);
});
afterAll(async () => {
  await here?.close();
  await env?.teardown();
});

describe('a deal registration', () => {
  test('a clean one of an automated segment is approved without a person and written once', async () => {
    const id = await here.submit(deal());
    const row = await here.until(id, (each) => each.status === 'completed');
    expect(row).toMatchObject({ outcome: 'Approved', mode: 'automated', segment: 'Platinum/EMEA/standard' });
    const writes = here.salesforce.requests.filter((request) => request.method === 'PATCH');
    expect(writes.map((request) => request.path.split('/')[5])).toEqual(['Account', 'Contact', 'Opportunity']);
    expect(here.smtp.mails).toHaveLength(1);
    const audit = await auditOf(statement(here.store), id);
    expect(audit.map(({ entry }) => entry.action)).toEqual(expect.arrayContaining(['submission.received', 'decision.computed', 'case.closed']));
    const history = await env.client.workflow.getHandle(id).fetchHistory();
    console.log('events', history.events?.length, history.events?.map((e) => e.eventType));
    console.log(audit.map(({ entry }) => entry.action));
  });

  test('one of an assisted segment waits for a person, is approved and rolled back byte for byte', async () => {
    const before = await here.exported();
    const id = await here.submit(deal({ deal_id: 'MC-1', source_partner_id: '7003', customer_name: 'Bodegas Duero SA', primary_contact_email: 'x@bodegas.example' }));
    const waiting = await here.until(id, (each) => each.status === 'waiting_for_decision');
    expect(waiting.gate).toMatchObject({ kind: 'review', round: 1, assignee: 'p-ana' });
    const reply = await here.decide(id, 'p-ana', { action: 'approve' });
    expect(reply).toMatchObject({ final: true, signed: true });
    await here.until(id, (each) => each.status === 'completed');
    expect(await here.exported()).not.toEqual(before);
  });
});
