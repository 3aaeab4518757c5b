import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { defaultPayloadConverter } from '@temporalio/common';
import { Worker } from '@temporalio/worker';
import { startPending } from '../../adapters/intake/deliver.ts';
import { startEnded } from '../../adapters/intake/start-ended.ts';
import { loadKey } from '../../adapters/keys/keys.ts';
import { auditOf } from '../../adapters/store/audit.ts';
import { statement } from '../../adapters/store/statement.ts';
import type { DecisionRequest } from '../../domain/decision.ts';
import type { CaseView } from '../../workflows/messages.ts';
import { describeInstallation } from '../environment/describe-installation.ts';
import { workflowBundle } from '../environment/servers.ts';
import { eventually, GOLD, newDeal } from './deal/cases.ts';
import { signed } from './signed.ts';

const here = describeInstallation();
/** More than after which the server suggests a new run (4,096 events); `QD_TEST_FLOOD=60000` for the whole thing. */
const SIGNALS = Number(process.env.QD_TEST_FLOOD ?? 5_000);
/** 2,500 in the whole thing, more than the server takes of one run. */
const UPDATES = Math.round(SIGNALS / 24);
const WHOLE = SIGNALS >= 60_000;
const AT_ONCE = 50;

/** Each run as a worker would that has lost it. @throws when one cannot go on any more */
async function replayRuns(workflowId: string): Promise<number> {
  let runs = 0;
  for await (const { runId } of here.env.client.workflow.list({ query: `WorkflowId = '${workflowId}'` })) {
    const history = await here.env.client.workflow.getHandle(workflowId, runId).fetchHistory();
    await Worker.runReplayHistory({ workflowBundle: workflowBundle() }, history, workflowId);
    runs += 1;
  }
  return runs;
}

test('a flood of signals ends no case, makes it go on as a new run, and hides no signed decision', async () => {
  const id = await here.submit(newDeal({ source_partner_id: GOLD }));
  const asked = await here.until(id, (row) => row.status === 'waiting_for_decision');
  const { gate } = asked;
  const handle = here.env.client.workflow.getHandle(id);
  const firstRun = (await handle.describe()).runId;
  const view = () => handle.query<CaseView>('status');

  const junk = { by: 'p-olga', reason: 'x', round: 1, token: 'e30.x' };
  const names = ['approve', 'override', 'submitted', 'rolloutChanged', 'nobodyHearsThis'];
  const send = (index: number) =>
    here.env.connection.workflowService.signalWorkflowExecution({
      namespace: here.env.namespace ?? 'default',
      workflowExecution: { workflowId: id },
      signalName: names[index % names.length] as string,
      input: { payloads: [defaultPayloadConverter.toPayload({ ...junk, case: id, revision: 10 ** 9 })] },
      requestId: randomUUID(),
    });
  let refusedByServer = 0;
  for (let sent = 0; sent < SIGNALS; sent += AT_ONCE) {
    const answers = await Promise.allSettled(
      Array.from({ length: AT_ONCE }, (_, index) => send(sent + index)),
    );
    // A run takes 10,000; its sender hears of it.
    refusedByServer += answers.filter((one) => one.status === 'rejected').length;
  }
  await eventually(async () => (await handle.describe()).runId !== firstRun, 150_000);
  // The new run first looks where the one before it stood.
  const shown = await eventually(async () => {
    const seen = await view();
    return seen.status === 'waiting_for_decision' ? seen : null;
  }, 60_000);
  expect(shown).toMatchObject({ revision: 1 });
  expect(shown.gate).toMatchObject({ round: gate?.round, evidenceHash: gate?.evidenceHash });
  expect((await here.row(id)).gate).toMatchObject({ round: gate?.round });

  // The signed one comes as a signal, in the middle of others.
  const draft: DecisionRequest = {
    action: 'approve',
    by: 'p-olga',
    reason: 'looked',
    round: Number(gate?.round),
  };
  const token = await signed(here, id, draft, String(gate?.evidenceHash));
  const { action: _, ...said } = draft;
  const others = () => Array.from({ length: 200 }, (_, index) => send(index).catch(() => undefined));
  // While a run is full the server refuses it to its sender, who sends it again.
  const sent = () =>
    handle.signal('approve', { ...said, token }).then(
      () => true,
      () => false,
    );
  await Promise.all([...others(), eventually(sent, 150_000), ...others()]);
  await here.until(id, (row) => row.outcome === 'Approved', 150_000);
  const entries = (await auditOf(statement(here.store), id)).map(({ entry }) => entry);
  expect(entries.filter(({ action }) => action === 'decision.accepted')).toHaveLength(1);
  const { rows } = await statement(here.store).query<{ refused: number; told: number }>(
    'select refused, told from refused_decisions where case_id = $1',
    [id],
  );
  const refused = rows.reduce((sum, row) => sum + row.refused, 0);
  expect(refused).toBeGreaterThan(1_000);
  const single = entries.filter(({ action }) => action === 'decision.refused').length;
  expect(single).toBe(1_001);
  expect(entries.filter(({ action }) => action === 'decisions.refused')[0]).toMatchObject({
    last: { action: 'decision.refused' },
  });
  expect(loadKey(here.keys, 'p-olga').kid).toBe(
    entries.find(({ action }) => action === 'decision.accepted')?.signedWith,
  );
  expect(refusedByServer).toBeLessThan(SIGNALS);
  // The server's list lags behind.
  await eventually(async () => (await replayRuns(id)) > 1, 60_000);
}, 600_000);

test('a flood of updates ends no case either, and a signed decision after it is taken', async () => {
  const id = await here.submit(newDeal({ source_partner_id: GOLD }));
  await here.until(id, (row) => row.status === 'waiting_for_decision');
  const handle = here.env.client.workflow.getHandle(id);
  const firstRun = (await handle.describe()).runId;
  const payload = defaultPayloadConverter.toPayload({
    action: 'approve',
    by: 'p-olga',
    reason: 'x',
    round: 1,
  });
  const send = () =>
    here.env.connection.withDeadline(Date.now() + 30_000, () =>
      here.env.connection.workflowService.updateWorkflowExecution({
        namespace: here.env.namespace ?? 'default',
        workflowExecution: { workflowId: id },
        waitPolicy: { lifecycleStage: 3 },
        request: {
          meta: { updateId: randomUUID() },
          input: { name: 'decide', args: { payloads: [payload] } },
        },
      }),
    );
  let answered = 0;
  for (let sent = 0; sent < UPDATES; sent += 10) {
    const answers = await Promise.allSettled(Array.from({ length: 10 }, send));
    answered += answers.filter((one) => one.status === 'fulfilled' && !one.value.outcome?.success).length;
  }
  expect(answered).toBeGreaterThan(UPDATES * 0.9);
  expect((await handle.describe()).status.name).toBe('RUNNING');
  if (WHOLE) expect((await handle.describe()).runId).not.toBe(firstRun);
  expect(await here.decide(id, 'p-olga', { action: 'approve' })).toMatchObject({ final: true });
  await here.until(id, (row) => row.outcome === 'Approved', 60_000);
  // The server's list lags behind.
  await eventually(async () => (await replayRuns(id)) > (WHOLE ? 1 : 0), 60_000);
}, 900_000);

test('a case whose run was ended from outside begins again where nothing was decided, and is decided once', async () => {
  const deal = newDeal({ source_partner_id: GOLD });
  const id = await here.submit(deal);
  const written = await here.submit(newDeal());
  const before = await here.until(id, (row) => row.status === 'waiting_for_decision');
  await here.until(written, (row) => row.status === 'completed');
  const handle = here.env.client.workflow.getHandle(id);
  if (WHOLE) {
    // Fifty-seven megabytes: the server ends a run at fifty.
    const payload = defaultPayloadConverter.toPayload({ x: 'x'.repeat(1_900_000) });
    const send = () =>
      here.env.connection.workflowService.signalWorkflowExecution({
        namespace: here.env.namespace ?? 'default',
        workflowExecution: { workflowId: id },
        signalName: 'approve',
        input: { payloads: [payload] },
        requestId: randomUUID(),
      });
    await Promise.allSettled(Array.from({ length: 30 }, send));
    await eventually(async () => (await handle.describe()).status.name !== 'RUNNING', 60_000);
  } else await handle.terminate('somebody who may');
  expect((await handle.describe()).status.name).toBe('TERMINATED');

  const { store, vault, deps, taskQueue } = here;
  const intake = { store, vault, client: here.env.client, taskQueue, now: deps.now };
  // The server's list lags behind.
  await eventually(async () => (await startEnded(intake)) === 1, 30_000);
  expect(await startEnded(intake)).toBe(0);
  await startPending(intake, 0);
  await eventually(async () => (await handle.describe()).status.name === 'RUNNING');
  await here.until(id, (row) => row.gate !== null && row.gate.openedAt !== before.gate?.openedAt);
  expect(await here.decide(id, 'p-olga', { action: 'approve' })).toMatchObject({ final: true });
  await here.until(id, (row) => row.outcome === 'Approved');
  const entries = (await auditOf(statement(store), id)).map(({ entry }) => entry);
  expect(entries.find(({ action }) => action === 'case.started_again')?.reason).toBe(
    'its workflow was terminated from outside',
  );
  expect(entries.filter(({ action }) => action === 'decision.accepted')).toHaveLength(1);
  const { rows } = await statement(store).query<{ operation: string; n: number }>(
    `select operation, count(*)::int as n from effects where case_id = $1 and operation <> 'notify.send' group by operation`,
    [id],
  );
  expect(rows.map(({ n }) => n)).toEqual(rows.map(() => 1));
  expect(rows.length).toBeGreaterThan(2);
}, 300_000);
