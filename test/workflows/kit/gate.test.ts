import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from '@jest/globals';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import type { ApplicationFailure } from '@temporalio/common';
import { Worker } from '@temporalio/worker';
import type { DecisionAction, Refusal } from '../../../domain/decision.ts';
import * as messages from '../../../workflows/messages.ts';
import { eventually } from '../deal/cases.ts';
import { type DeskHandle, describeDesk } from './desk-fixture.ts';

const desk = describeDesk({ skips: false });
let started: DeskHandle[] = [];

afterEach(async () => {
  // What ran must also replay: a history that does not is a case that would hang after a restart.
  for (const handle of started) {
    await Worker.runReplayHistory(
      { workflowBundle: desk.workflowBundle },
      await handle.fetchHistory(),
      handle.workflowId,
    );
    await handle.terminate('end of test').catch(() => {});
  }
  started = [];
});

async function start(...input: Parameters<typeof desk.start>): Promise<DeskHandle> {
  const handle = await desk.start(...input);
  started.push(handle);
  return handle;
}

/** The refusal that an Update failed with. */
async function refusalOf(
  answer: Promise<unknown>,
): Promise<Refusal & { category: unknown; nonRetryable: unknown }> {
  try {
    await answer;
  } catch (error) {
    if (!(error instanceof WorkflowUpdateFailedError)) throw error;
    const cause = error.cause as ApplicationFailure;
    expect(cause.type).toBe('DecisionRefused');
    return { ...(cause.details?.[0] as Refusal), category: cause.category, nonRetryable: cause.nonRetryable };
  }
  throw new Error('the decision was accepted');
}

const ENDS: Array<[DecisionAction, string]> = [
  ['approve', 'approved'],
  ['reject', 'rejected'],
  ['override', 'overridden'],
  ['rollback', 'rolled_back'],
];
const SIGNALS: Record<DecisionAction, string> = {
  approve: 'approve',
  reject: 'reject',
  override: 'override',
  rollback: 'rollback',
  request_information: 'requestInformation',
  reassign: 'reassign',
};

describe('every action', () => {
  test.each(ENDS)('%s ends the gate as %s, sent as an Update', async (action, outcome) => {
    const handle = await start({ undoable: true });
    const reply = await desk.decide(handle, await desk.said(handle, action));
    expect(reply).toMatchObject({ action, round: 1, final: true, signed: true, receipt: { by: 'p-olga' } });
    const { verdicts } = await handle.result();
    expect(verdicts).toMatchObject([
      { outcome, decided: { action, by: 'p-olga' }, edits: action === 'override' ? { tier: 'Gold' } : null },
    ]);
    // Temporal has kept the Update before anybody verifies it: what Postgres takes, the case hears of.
    const { events } = await handle.fetchHistory();
    const at = (name: string) => events?.findIndex((event) => event[name as keyof typeof event]) ?? -1;
    const verified = events?.findIndex(
      (event) => event.activityTaskScheduledEventAttributes?.activityType?.name === 'verifyDecision',
    );
    expect(at('workflowExecutionUpdateAcceptedEventAttributes')).toBeGreaterThan(0);
    expect(verified).toBeGreaterThan(at('workflowExecutionUpdateAcceptedEventAttributes'));
  });

  test.each(ENDS)('%s ends the gate as %s, sent as a Signal', async (action, outcome) => {
    const handle = await start({ undoable: true });
    const { action: _, ...said } = await desk.said(handle, action);
    await handle.signal(SIGNALS[action], said);
    expect((await handle.result()).verdicts).toMatchObject([{ outcome }]);
  });

  test('reassign moves the case to somebody else, by Update and by Signal', async () => {
    const handle = await start();
    expect((await desk.view(handle)).gate?.assignee).toBe('p-ana');
    await desk.decide(handle, await desk.said(handle, 'reassign'));
    expect((await desk.view(handle)).gate?.assignee).toBe('p-olga');
    const { action: _, ...said } = await desk.said(handle, 'reassign', { to: 'p-ben' });
    await handle.signal('reassign', said);
    const view = await desk.until(handle, (one) => one.gate?.assignee === 'p-ben');
    // Another zone, another deadline on the wall; search attributes follow.
    expect(view.gate?.dueText).toMatch(/C[SD]T$/);
    const described = await handle.describe();
    expect(described.typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value])).toEqual(
      expect.arrayContaining([
        ['Assignee', 'p-ben'],
        ['GateKind', 'review'],
        ['CaseStatus', 'waiting_for_decision'],
      ]),
    );
  });

  test('request information asks the partner and waits for the answer, which amends the case', async () => {
    const handle = await start();
    await desk.decide(handle, await desk.said(handle, 'request_information'));
    const paused = await desk.until(handle, (one) => one.status === 'waiting_for_partner');
    expect(paused.gate).toMatchObject({ paused: true, questions: ['Which budget?'] });
    const again = desk.decide(handle, await desk.said(handle, 'request_information'));
    expect((await refusalOf(again)).code).toBe('not_offered');
    const id = paused.case;
    const answer = { args: [{ case: id, revision: 2, contentHash: 'h2' }] as [messages.SubmissionMessage] };
    expect(await handle.executeUpdate(messages.submit, answer)).toMatchObject({ accepted: true });
    const resumed = await desk.until(handle, (one) => one.gate?.round === 2);
    expect(resumed.gate).toMatchObject({ paused: false, evidenceHash: 'e2' });
    expect(desk.told.filter((one) => one.case === id)).toMatchObject([
      { questions: ['Which budget?'], reminder: 0 },
    ]);
    await desk.decide(handle, await desk.said(handle, 'approve'));
    expect((await handle.result()).verdicts.map((one) => one.outcome)).toEqual(['amended', 'approved']);
  });

  test('two people are needed where the quorum is two', async () => {
    const handle = await start({ quorum: 2 });
    expect(await desk.decide(handle, await desk.said(handle, 'approve'))).toMatchObject({ final: false });
    expect((await desk.view(handle)).gate).toMatchObject({ approvals: ['p-olga'], quorum: 2 });
    const second = await desk.said(handle, 'approve', { by: 'p-ana' });
    expect(await desk.decide(handle, second)).toMatchObject({ final: true });
    expect((await handle.result()).verdicts).toMatchObject([{ outcome: 'approved' }]);
  });
});

describe('refusals', () => {
  test('an Update fails with DecisionRefused, benign and final, and is audited and visible', async () => {
    const handle = await start();
    const refusal = await refusalOf(desk.decide(handle, await desk.said(handle, 'approve', { by: 'p-joe' })));
    expect(refusal).toMatchObject({ code: 'own_partners_only', category: 'BENIGN', nonRetryable: true });
    const view = await desk.view(handle);
    expect(view).toMatchObject({ status: 'waiting_for_decision', openProblem: 'none' });
    expect(view.refused).toMatchObject([{ by: 'p-joe', code: 'own_partners_only', via: 'update' }]);
    expect((await desk.audit(view.case)).at(-1)).toMatchObject({
      action: 'decision.refused',
      claimed: 'p-joe',
    });
  });

  test('a refused Signal stands in the details and as OpenProblem until the next accepted decision', async () => {
    const handle = await start();
    await handle.signal('approve', { by: 'p-joe', reason: 'let me', round: 1 });
    await handle.signal('approve', 'nonsense' as never);
    const view = await desk.until(handle, (one) => one.refused.length === 2);
    expect(view.openProblem).toBe('refused_signal');
    expect(view.refused.map(({ by, code, via }) => [by, code, via])).toEqual([
      ['unknown', 'malformed', 'signal'],
      ['p-joe', 'unsigned', 'signal'],
    ]);
    const details = (await handle.query('__temporal_workflow_metadata')) as { currentDetails: string };
    expect(details.currentDetails).toContain('approve by p-joe (signal): a decision has to be signed here');
    expect(details.currentDetails).toContain(`quarterdeck reviews show ${view.case}`);
    expect((await desk.row(view.case))?.openProblem).toBe('refused_signal');
    const described = (await handle.describe()).typedSearchAttributes.getAll();
    expect(described.find(({ key }) => key.name === 'OpenProblem')?.value).toBe('refused_signal');
    await desk.decide(handle, await desk.said(handle, 'reassign'));
    expect((await desk.view(handle)).openProblem).toBe('none');
    expect((await desk.row(view.case))?.openProblem).toBe('none');
  });

  test.each<[string, Record<string, unknown>]>([
    [
      'decide',
      {
        'no decision': 'approve',
        'an unknown action': { action: 'delete', by: 'p-ana', reason: 'x', round: 1 },
        'a rollback': { action: 'rollback', by: 'p-ana', reason: 'x', round: 1 },
        'an empty reason': { action: 'approve', by: 'p-ana', reason: '', round: 1 },
      },
    ],
    [
      'rollback',
      {
        'no decision': 'rollback',
        'an approval': { action: 'approve', by: 'p-ana', reason: 'x', round: 1 },
        'an empty reason': { action: 'rollback', by: 'p-ana', reason: '', round: 0 },
        'a round that is none': { action: 'rollback', by: 'p-ana', reason: 'x', round: -1 },
      },
    ],
  ])(
    'the validator of %s rejects what is no such decision, and leaves no trace',
    async (update, requests) => {
      const handle = await start();
      const before = await lengthAtRest(handle);
      const codes = Object.keys(requests).map(async (name) => {
        const refusal = await refusalOf(handle.executeUpdate(update, { args: [requests[name]] }));
        return [name, refusal.code];
      });
      expect(await Promise.all(codes)).toEqual(Object.keys(requests).map((name) => [name, 'malformed']));
      expect(
        (await handle.fetchHistory()).events?.filter(
          (event) => event.workflowExecutionUpdateAcceptedEventAttributes,
        ),
      ).toEqual([]);
      expect((await handle.fetchHistory()).events?.length).toBe(before);
    },
  );

  /** Of the history, once the person who is asked was told and the workflow has heard so. */
  async function lengthAtRest(handle: DeskHandle): Promise<number> {
    for (;;) {
      const { events } = await handle.fetchHistory();
      const told = events?.some((event) => event.activityTaskCompletedEventAttributes);
      if (told && events?.at(-1)?.workflowTaskCompletedEventAttributes) return events.length;
      await new Promise((done) => setTimeout(done, 25));
    }
  }

  test('edits that the lifecycle cannot use are named', async () => {
    const handle = await start();
    const refusal = await refusalOf(
      desk.decide(handle, await desk.said(handle, 'override', { edits: { colour: 'red' } })),
    );
    expect(refusal).toMatchObject({ code: 'invalid_edits', message: expect.stringContaining('tier') });
  });

  test('an amendment makes decisions on the former round stale', async () => {
    const handle = await start();
    const late = await desk.said(handle, 'approve');
    const answer = { args: [{ case: 'c', revision: 2, contentHash: 'h2' }] as [messages.SubmissionMessage] };
    await handle.executeUpdate(messages.submit, answer);
    await desk.until(handle, (one) => one.gate?.round === 2);
    expect((await refusalOf(desk.decide(handle, late))).code).toBe('stale_round');
  });
});

describe('twice, and at once', () => {
  test('the same updateId gets the same answer, and is one decision', async () => {
    const handle = await start({ writes: '1 h' });
    const said = await desk.said(handle, 'approve');
    const updateId = randomUUID();
    const [one, two] = await Promise.all([
      desk.decide(handle, said, updateId),
      desk.decide(handle, said, updateId),
    ]);
    expect(two).toEqual(one);
    expect(await desk.decide(handle, said, updateId)).toEqual(one);
    const { case: id } = await desk.view(handle);
    expect((await desk.audit(id)).filter((entry) => entry.action === 'decision.accepted')).toHaveLength(1);
  });

  test('the same token under another updateId is a replay', async () => {
    const handle = await start();
    const said = await desk.said(handle, 'reassign');
    await desk.decide(handle, said);
    expect((await refusalOf(desk.decide(handle, said))).code).toBe('replayed');
  });

  test('of an Update and a Signal the first wins, the second is told who was first', async () => {
    const handle = await start({ lingers: '2 s' });
    const approve = await desk.said(handle, 'approve');
    const { action: _, ...reject } = await desk.said(handle, 'reject', { by: 'p-ana' });
    const update = desk.decide(handle, approve).then(
      () => 'accepted',
      () => 'refused',
    );
    await Promise.all([update, handle.signal('reject', reject)]);
    const view = await desk.until(handle, (one) => one.refused.length === 1);
    const first = (await update) === 'accepted' ? 'p-olga' : 'p-ana';
    expect(view.gate).toBeNull();
    const [refused] = view.refused;
    expect(['already_decided', 'no_open_gate']).toContain(refused?.code);
    expect(refused?.by).toBe(first === 'p-olga' ? 'p-ana' : 'p-olga');
    if (first === 'p-olga') expect(refused?.message).toMatch(/^approved by p-olga, \d\d:\d\d CES?T$/);
  });

  test('ten decisions at once are taken one after the other, and one of them counts', async () => {
    const handle = await start({ writes: '1 h' });
    const said = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        desk.said(handle, 'approve', { by: index % 2 ? 'p-ana' : 'p-olga' }),
      ),
    );
    const answers = await Promise.allSettled(said.map((one) => desk.decide(handle, one)));
    expect(answers.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    const { case: id } = await desk.view(handle);
    const entries = (await desk.audit(id)).filter((entry) => String(entry.action).startsWith('decision.'));
    expect(entries.map((entry) => entry.action).sort()).toEqual([
      'decision.accepted',
      ...Array(9).fill('decision.refused'),
    ]);
  });
});

test('a decision that comes before the next run of the case has asked again is its answer', async () => {
  const handle = await start({ renews: 'once asked' });
  const latest = desk.env.client.workflow.getHandle(handle.workflowId);
  await eventually(async () => (await latest.describe()).runId !== handle.firstExecutionRunId);
  await desk.decide(handle, await desk.said(handle, 'approve'));
  await desk.until(handle, (view) => view.status === 'completed');
  expect((await handle.result()).verdicts).toMatchObject([{ outcome: 'approved', round: 1 }]);
});

test('so is one that comes while the case is about to go on as a new run', async () => {
  const handle = await start({ renews: 'once answered' });
  await desk.decide(handle, await desk.said(handle, 'approve'));
  await desk.until(handle, (view) => view.status === 'completed');
  expect((await handle.result()).verdicts).toMatchObject([{ outcome: 'approved', round: 1 }]);
});

test('a question that is outdated before it opens is not asked', async () => {
  const handle = await start({ outdated: true });
  expect((await desk.view(handle)).gate?.round).toBe(1);
  await desk.decide(handle, await desk.said(handle, 'approve'));
  expect((await handle.result()).verdicts.map((one) => one.outcome)).toEqual(['amended', 'approved']);
});

describe('rollback', () => {
  test('is taken while the case is writing, at round 0 or at the last gate’s', async () => {
    const handle = await start({ writes: '1 h' });
    await desk.decide(handle, await desk.said(handle, 'approve'));
    await desk.until(handle, (one) => one.history.some((line) => line.endsWith('writing')));
    const reply = await desk.decide(handle, await desk.said(handle, 'rollback'));
    expect(reply).toMatchObject({ action: 'rollback', round: 0, final: true });
    expect(await handle.result()).toMatchObject({ interrupted: true, rolledBack: 'p-olga' });
  });

  test('of nothing is refused, and the gate stays open', async () => {
    const handle = await start();
    expect((await refusalOf(desk.decide(handle, await desk.said(handle, 'rollback')))).code).toBe(
      'nothing_to_undo',
    );
    expect((await desk.view(handle)).gate).not.toBeNull();
  });

  test('of a case that has closed its desk is refused, never taken and forgotten', async () => {
    const handle = await start({ undoable: true, lingers: '2 s' });
    await desk.decide(handle, await desk.said(handle, 'approve'));
    await desk.until(handle, (view) => view.status === 'completed');
    const refusal = await refusalOf(desk.decide(handle, await desk.said(handle, 'rollback')));
    expect(refusal).toMatchObject({
      code: 'no_open_gate',
      message: expect.stringContaining('has just ended'),
    });
    expect(await handle.result()).toMatchObject({ rolledBack: null });
  });

  test('racing the end, it is either carried out or refused', async () => {
    for (let round = 0; round < 5; round += 1) {
      const handle = await start({ undoable: true });
      const said = [await desk.said(handle, 'approve'), await desk.said(handle, 'rollback')] as const;
      const [, rolledBack] = await Promise.allSettled(said.map((one) => desk.decide(handle, one)));
      const result = await handle.result();
      expect(result.rolledBack !== null).toBe(rolledBack?.status === 'fulfilled');
    }
  });

  test('is not a Channel Manager’s', async () => {
    const handle = await start({ undoable: true });
    const refusal = await refusalOf(
      desk.decide(handle, await desk.said(handle, 'rollback', { by: 'p-ana' })),
    );
    expect(refusal.code).toBe('role');
  });
});

test('cancelling the workflow withdraws the question', async () => {
  const handle = await start();
  const { case: id } = await desk.view(handle);
  await handle.cancel();
  await expect(handle.result()).rejects.toThrow();
  expect(await desk.row(id)).toMatchObject({ gate: null });
  expect((await desk.audit(id)).at(-1)).toMatchObject({ action: 'gate.closed', outcome: 'withdrawn' });
});

test('a gate that nobody else may decide names so', async () => {
  const handle = await start({}, { valueUsd: '100000.00' });
  const refusal = await refusalOf(desk.decide(handle, await desk.said(handle, 'approve', { by: 'p-ana' })));
  expect(refusal).toMatchObject({ code: 'limit', message: expect.stringContaining('ask Partner Ops') });
});

test('after a reset a decision gets its own answer, and a former token is not taken again', async () => {
  const handle = await start();
  const before = await desk.said(handle, 'reassign');
  await desk.decide(handle, before);
  const events = (await handle.fetchHistory()).events ?? [];
  const first = events.find((event) => event.workflowTaskCompletedEventAttributes);
  const reset = await desk.env.client.workflowService.resetWorkflowExecution({
    namespace: 'default',
    workflowExecution: { workflowId: handle.workflowId },
    reason: 'test',
    requestId: randomUUID(),
    workflowTaskFinishEventId: first?.eventId ?? null,
    // SIGNAL and UPDATE: nothing that was sent is sent again.
    resetReapplyExcludeTypes: [1, 2],
  });
  const again = desk.env.client.workflow.getHandle(handle.workflowId, reset.runId) as DeskHandle;
  started.push(again);
  await desk.until(again, (view) => view.gate !== null);
  expect((await refusalOf(desk.decide(again, before))).code).toBe('replayed');
  expect(await desk.decide(again, await desk.said(again, 'approve'))).toMatchObject({ action: 'approve' });
  expect((await again.result()).verdicts).toMatchObject([{ outcome: 'approved' }]);
});
