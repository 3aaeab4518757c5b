import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { statement } from '../../../adapters/store/statement.ts';
import type { CaseView } from '../../../workflows/messages.ts';
import { startInstallation, type TestInstallation } from '../../environment/installation.ts';
import { devServer, workflowBundle } from '../../environment/servers.ts';
import { GOLD, newDeal } from './cases.ts';

let env: TestWorkflowEnvironment;
let here: TestInstallation;
beforeAll(async () => {
  env = await devServer();
  here = await startInstallation(env);
});
afterAll(async () => {
  await here?.close();
  await env?.teardown();
});

const handleOf = (id: string) => env.client.workflow.getHandle(id);
const view = (id: string) => handleOf(id).query<CaseView>('status');

test('a signal that names no kept submission changes nothing, and a good amendment after it is taken', async () => {
  const first = newDeal({ source_partner_id: GOLD, version: '1' });
  const id = await here.submit(first);
  const waiting = await here.until(id, (row) => row.status === 'waiting_for_decision');
  const bad: unknown[] = [
    undefined,
    null,
    7,
    'text',
    [],
    {},
    { case: 'deal:portal:other', revision: 2, contentHash: 'x' },
    { case: id, revision: 'two', contentHash: 'x' },
    { case: id, revision: -1, contentHash: 'x' },
    { case: id, revision: 1_000_000_000, contentHash: 'x' },
  ];
  for (const message of bad) await handleOf(id).signal('submitted', message);
  const ignored = async () => (await view(id)).history.filter((line) => line.includes('ignored: ')).length;
  for (const end = Date.now() + 10_000; (await ignored()) < bad.length && Date.now() < end; )
    await new Promise((done) => setTimeout(done, 50));
  expect(await ignored()).toBe(bad.length);
  expect(await view(id)).toMatchObject({ status: 'waiting_for_decision', revision: 1 });
  expect((await here.row(id)).gate).toMatchObject({ kind: 'review', round: waiting.gate?.round });

  await here.submit({ ...first, version: '2', customer_name: 'Another Works' });
  await here.until(id, (row) => row.summary.customer_name === 'Another Works');
  await here.until(id, (row) => row.status === 'waiting_for_decision' && row.revision === 2);
});

test('the update of 0.2.0 still hands a submission over, and refuses what is none', async () => {
  const first = newDeal({ source_partner_id: GOLD, version: '1' });
  const id = await here.submit(first);
  await here.until(id, (row) => row.status === 'waiting_for_decision');
  const submit = (message: unknown) => handleOf(id).executeUpdate('submit', { args: [message] });
  for (const message of [null, {}, { case: 'deal:portal:other', revision: 2 }])
    await expect(submit(message)).rejects.toThrow();
  expect(await submit({ case: id, revision: 1, contentHash: 'x' })).toEqual({
    case: id,
    revision: 1,
    accepted: true,
  });
  await submit({ case: id, revision: 1_000_000_000, contentHash: 'x' });
  expect(await view(id)).toMatchObject({ status: 'waiting_for_decision', revision: 1 });
  const history = await handleOf(id).fetchHistory();
  await Worker.runReplayHistory({ workflowBundle: workflowBundle() }, history, id);
});

test('every name of a submission that must be unique begins with its lifecycle', async () => {
  const { rows } = await statement(here.store).query<{ id: string; lifecycle: string }>(
    'select update_id as id, lifecycle from submissions join cases using (case_id)',
  );
  expect(rows.length).toBeGreaterThan(2);
  expect(rows.filter(({ id, lifecycle }) => !id.startsWith(`${lifecycle}:`))).toEqual([]);
});
