import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import pg from 'pg';
import { devServer, freshDatabase, skipWithout, timeSkipping } from '../environment/servers.ts';

describe('the dev server', () => {
  let env: TestWorkflowEnvironment;
  beforeAll(async () => {
    env = await devServer();
  });
  afterAll(() => env?.teardown());

  it('keeps closed cases for 90 days and knows our search attributes', async () => {
    const { config } = await env.connection.workflowService.describeNamespace({ namespace: 'default' });
    expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(90 * 86_400);
    const attributes = await env.connection.operatorService.listSearchAttributes({ namespace: 'default' });
    expect(Object.keys(attributes.customAttributes ?? {})).toEqual(
      expect.arrayContaining(['Lifecycle', 'OpenProblem', 'GateDue', 'AmountMinor']),
    );
  });
});

skipWithout('java')('the time-skipping server', () => {
  it('skips two weeks and ends with its environment', async () => {
    const env = await timeSkipping();
    const before = await env.currentTimeMs();
    await env.sleep('14 days');
    expect((await env.currentTimeMs()) - before).toBeGreaterThanOrEqual(14 * 86_400_000);
    expect(Math.abs(before - Date.now())).toBeLessThan(60_000);
    await env.teardown();
  });
});

describe('freshDatabase', () => {
  it('gives each caller a database of its own', async () => {
    const [one, other] = await Promise.all([freshDatabase(), freshDatabase()]);
    const client = new pg.Client({ connectionString: one.adminUrl });
    await client.connect();
    await client.query('create table only_here (id int)');
    await client.end();
    const second = new pg.Client({ connectionString: other.adminUrl });
    await second.connect();
    const found = await second.query(`select to_regclass('only_here') as name`);
    await second.end();
    expect(found.rows[0].name).toBeNull();
    await one.drop();
  });
});
