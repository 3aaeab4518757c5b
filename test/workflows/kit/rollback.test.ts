import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';
import type { ApplicationFailure } from '@temporalio/workflow';
import { auditOf } from '../../../adapters/store/audit.ts';
import { getCase } from '../../../adapters/store/cases.ts';
import { standingEffects } from '../../../adapters/store/effects.ts';
import { statement } from '../../../adapters/store/statement.ts';
import type { Fault } from '../../../sandbox/simulator.ts';
import { status } from '../../../workflows/messages.ts';
import { skipWithout } from '../../environment/servers.ts';
import { describeEstate, type Estate, replay, until } from './estate.ts';
import { asked, choose, rollBackNow } from './writing-case.ts';

const estate = describeEstate({ skips: false });
let never: string;

/** A case that changes one record that was there, and makes two. */
const STEPS = [
  { step: 'first', operation: 'keyed.post', payload: { name: 'first', value: 'ours' } },
  { step: 'second', operation: 'keyed.put', payload: { name: 'theirs', value: 'ours' } },
  { step: 'third', operation: 'keyed.put', payload: { name: 'third', value: 'ours' } },
];
const NAMES = ['first', 'theirs', 'third'];

/** The vendor as it is in a run in which the case was never decided: one record of somebody else. */
beforeEach(async () => {
  await fresh(estate);
  never = await estate.exported();
});

async function fresh(of: Estate): Promise<void> {
  await fetch(`${of.vendorUrl}/__sim/reset`, { method: 'POST' });
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ value: 'as it was', key: 'theirs' });
  await fetch(`${of.vendorUrl}/records/theirs`, { method: 'PUT', headers, body });
}

const run = async (work: () => Promise<void>, of = estate) => (await of.worker()).runUntil(work);
const statusOf = async (handle: WorkflowHandle) =>
  (await getCase(statement(estate.store), handle.workflowId))?.status;

/** Names of the records in the order in which their undo reached the vendor: what comes after the last write. */
function undoOrder(writes: number, of = estate): string[] {
  const all = of.vendor.requests.filter((one) => one.method !== 'GET' && one.status < 400);
  return all.slice(1 + writes).map((one) => one.path.split('/').at(-1) as string);
}

async function failureOf(handle: WorkflowHandle): Promise<ApplicationFailure> {
  try {
    await handle.result();
  } catch (error) {
    if (error instanceof WorkflowFailedError && error.cause instanceof Error)
      return error.cause as ApplicationFailure;
    throw error;
  }
  throw new Error('it should have failed');
}

describe('failure point × undo order', () => {
  const FAULTS: Record<string, Fault> = {
    'is refused': { status: 422 },
    'lands, but its answer is lost': { loseAnswer: true },
    'never arrives': { dropBefore: true, times: 2 },
  };
  const table = [0, 1, 2].flatMap((point) =>
    Object.keys(FAULTS).map((how) => [NAMES[point] as string, how, point] as const),
  );

  test.each(table)('%s %s: what stands is undone last first', async (name, how, point) => {
    await run(async () => {
      // Held up after it, so that the rollback comes before the next write begins.
      const next = NAMES[point + 1];
      if (next) await estate.faults({ method: 'GET', path: `/records/${next}$`, status: 503, times: 1_000 });
      await estate.faults({ method: 'PUT|POST', path: `/records/${name}$`, ...FAULTS[how] });
      const handle = await estate.start({ writes: STEPS, stayOpen: true });
      const landed = how === 'is refused' ? point : point + 1;
      if (how === 'is refused')
        await until(
          'a person is asked',
          async () => (await handle.query(asked))?.failure === 'VendorRejected',
        );
      else
        await until(
          'it has landed',
          async () =>
            (await standingEffects(statement(estate.store), handle.workflowId)).filter(
              (one) => one.status === 'done',
            ).length === landed,
        );
      if (how === 'is refused') await handle.signal(choose, 'roll_back');
      else await handle.signal(rollBackNow);
      expect(await handle.result()).toBe('rolled back (rollback)');
      expect(undoOrder(landed)).toEqual(NAMES.slice(0, landed).toReversed());
      expect(await estate.exported()).toBe(never);
      expect(await statusOf(handle)).toBe('rolled_back');
      await replay(estate, handle);
    });
  });
});

const putsOf = (name: string) =>
  estate.vendor.requests.filter((one) => one.method === 'PUT' && one.path.endsWith(`/${name}`)).length;

describe('a rollback in the middle of a write', () => {
  // The message arrives while the task that writes is open, so that task is lost and with it what the workflow knew.
  test.each(['rollBackNow', 'cancel'])('waits for it and undoes it too (%s)', async (how) => {
    await run(async () => {
      await estate.faults({ method: 'PUT', path: '/records/theirs$', delayMs: 600 });
      const handle = await estate.start({ writes: STEPS });
      await until('the second write is under way', () => putsOf('theirs') > 1);
      if (how === 'cancel') await handle.cancel();
      else await handle.signal(rollBackNow);
      expect(await handle.result()).toBe(`rolled back (${how === 'cancel' ? 'cancelled' : 'rollback'})`);
      expect(await estate.exported()).toBe(never);
      await replay(estate, handle);
    });
  });

  test('also when it is cancelled while undoing', async () => {
    await run(async () => {
      const handle = await estate.start({ writes: STEPS, stayOpen: true });
      await until('all is written', async () => (await estate.exported()).includes('third'));
      await estate.faults({ method: 'DELETE', path: '/records/third$', delayMs: 500 });
      await handle.signal(rollBackNow);
      await until('the first undo is under way', () =>
        estate.vendor.requests.some((one) => one.method === 'DELETE'),
      );
      await handle.cancel();
      expect(await handle.result()).toBe('rolled back (rollback)');
      expect(await estate.exported()).toBe(never);
    });
  });

  test('and the outcome of a write whose answer was lost is found out first', async () => {
    await run(async () => {
      await estate.faults({ method: 'POST', path: '/records/first$', loseAnswer: true });
      const handle = await estate.start({ writes: STEPS.slice(0, 1) });
      await until('it was sent', () => estate.vendor.requests.some((one) => one.method === 'POST'));
      await handle.signal(rollBackNow);
      expect(await handle.result()).toBe('rolled back (rollback)');
      expect(await estate.exported()).toBe(never);
    });
  });
});

describe('an undo that fails for good', () => {
  test('does not block the others, and the case says what stands', async () => {
    await run(async () => {
      const handle = await estate.start({ writes: STEPS, stayOpen: true });
      await until('all is written', async () => (await estate.exported()).includes('third'));
      await estate.faults({ method: 'PUT', path: '/records/theirs$', status: 422 });
      await handle.signal(rollBackNow);
      const failure = await failureOf(handle);
      const key = `${handle.workflowId}/second/1`;
      expect(failure).toMatchObject({
        type: 'RollbackIncomplete',
        details: [[{ key, operation: 'keyed.put', why: expect.stringContaining('422') }]],
      });
      expect(undoOrder(3)).toEqual(['third', 'first']);
      expect((await handle.query(status)).openProblem).toBe('rollback_incomplete');
      expect(await getCase(statement(estate.store), handle.workflowId)).toMatchObject({
        status: 'rollback_incomplete',
        openProblem: 'rollback_incomplete',
      });
      const last = (await auditOf(statement(estate.store), handle.workflowId)).at(-1);
      expect(last?.entry).toMatchObject({ action: 'case.rollback_incomplete', standing: [key] });
      expect(
        (await standingEffects(statement(estate.store), handle.workflowId)).map((one) => one.key),
      ).toEqual([key]);
      await replay(estate, handle);
    });
  });
});

describe('money', () => {
  const pay = [
    ...STEPS.slice(0, 1),
    { step: 'pay', operation: 'keyed.pay', payload: { name: 'pay', value: '50' } },
  ];

  test.each([
    [true, 'rolled_back'],
    [false, 'rollback_incomplete'],
  ])('moves back only when a person agrees (%s)', async (allowMoney, expected) => {
    await run(async () => {
      const handle = await estate.start({ writes: pay, stayOpen: true, allowMoney });
      await until('it is paid', async () => (await estate.exported()).includes('pay'));
      await handle.signal(rollBackNow);
      if (allowMoney) await handle.result();
      else expect((await failureOf(handle)).message).toContain('not approved');
      expect(await statusOf(handle)).toBe(expected);
      expect((await estate.exported()).includes('pay')).toBe(!allowMoney);
      expect((await estate.exported()).includes('first')).toBe(false);
    });
  });
});

describe('after a rollback', () => {
  test('the same case cannot write again, its next sequence can', async () => {
    await run(async () => {
      const id = `test:estate:${randomUUID()}`;
      const handle = await estate.start({ writes: STEPS, stayOpen: true }, id);
      await until('all is written', async () => (await estate.exported()).includes('third'));
      await handle.signal(rollBackNow);
      await handle.result();
      await estate.env.connection.workflowService.resetWorkflowExecution({
        namespace: 'default',
        workflowExecution: { workflowId: id },
        reason: 'approved once more',
        // The protocol's Long takes a plain number, its type does not say so.
        workflowTaskFinishEventId: 3 as never,
        requestId: randomUUID(),
        // Without the signal that rolled it back.
        resetReapplyType: 2,
      });
      const again = await failureOf(estate.env.client.workflow.getHandle(id));
      expect(again).toMatchObject({
        type: 'EffectConflict',
        message: expect.stringContaining('next sequence'),
      });
      expect(await estate.exported()).toBe(never);
      const next = await estate.start({ writes: STEPS }, `${id}~2`);
      expect(await next.result()).toBe('completed');
      expect((await estate.exported()).includes('third')).toBe(true);
    });
  });
});

skipWithout('java')('over hours', () => {
  const far = describeEstate({ skips: true });

  test('an outage of two hours ends at a person, who rolls back', async () => {
    await run(async () => {
      await fresh(far);
      const before = await far.exported();
      await far.faults({ method: 'PUT', path: '/records/theirs$', status: 503, times: 1_000_000 });
      const handle = await far.start({ writes: STEPS });
      const began = await far.env.currentTimeMs();
      for (let hours = 0; hours < 4 && !(await handle.query(asked)); hours += 1) await far.env.sleep('1 h');
      expect(await handle.query(asked)).toMatchObject({
        step: 'second',
        message: expect.stringContaining('503'),
      });
      expect((await handle.query(status)).openProblem).toBe('vendor_down');
      expect((await far.env.currentTimeMs()) - began).toBeGreaterThan(2 * 3_600_000 - 60_000);
      await handle.signal(choose, 'roll_back');
      expect(await handle.result()).toBe('rolled back (rollback)');
      expect(await far.exported()).toBe(before);
    }, far);
  });

  test('an undo against a vendor that stays down is given up after hours, the others are done at once', async () => {
    await run(async () => {
      await fresh(far);
      const handle = await far.start({ writes: STEPS, stayOpen: true });
      await until('all is written', async () => (await far.exported()).includes('third'));
      await far.faults({ method: 'DELETE', path: '/records/third$', status: 503, times: 1_000_000 });
      await handle.signal(rollBackNow);
      await until('the others are undone', () => undoOrder(3, far).length === 2);
      expect(undoOrder(3, far)).toEqual(['theirs', 'first']);
      const failure = await failureOf(handle);
      expect(failure).toMatchObject({ type: 'RollbackIncomplete' });
      expect(failure.details).toMatchObject([[{ key: `${handle.workflowId}/third/1` }]]);
    }, far);
  });
});
