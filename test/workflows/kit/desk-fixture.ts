import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { WorkflowHandleWithFirstExecutionRunId } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { DecisionAction, DecisionReply, DecisionRequest } from '../../../domain/decision.ts';
import type { CaseFacts } from '../../../domain/gate/authority.ts';
import { type CaseView, decide, rollback, status } from '../../../workflows/messages.ts';
import { gateFixture } from '../../activities/gate/gate-fixture.ts';
import { openForTests, type Parts } from '../../environment/open-for-tests.ts';
import { devServer, timeSkipping } from '../../environment/servers.ts';
import { testBundle } from '../../environment/test-bundle.ts';
import type { DeskInput, deskCase } from './desk-workflow.ts';

export type DeskHandle = WorkflowHandleWithFirstExecutionRunId<typeof deskCase>;

const MORE: Partial<Record<DecisionAction, Partial<DecisionRequest>>> = {
  override: { edits: { tier: 'Gold' } },
  reassign: { to: 'p-olga' },
  request_information: { questions: ['Which budget?'] },
};

/**
 * A worker with the test lifecycle and the real gate activities, on the server's clock; cases and signed decisions on it. Opened
 * before the tests, closed after them. With `skips`, call it inside `skipWithout('java')`.
 */
export function describeDesk(options: { skips: boolean }) {
  return openForTests(async (parts) => {
    const env = await (options.skips ? timeSkipping() : devServer());
    parts.defer(() => env.teardown());
    return { env, ...(await openDesk(env, options, parts)) };
  });
}

async function openDesk(env: TestWorkflowEnvironment, options: { skips: boolean }, parts: Parts) {
  // Dates are computed from the server's clock, so no holiday may be among them.
  const gate = await gateFixture(options.skips ? { holidays: {} } : {});
  parts.defer(() => gate.store.close());
  const told: Array<{ case: string; questions: string[]; reminder: number }> = [];
  const workflowBundle = await testBundle(join(import.meta.dirname, 'desk-workflow.ts'));
  const setClock = async () => {
    gate.clock.now = options.skips ? new Date(await env.currentTimeMs()) : new Date();
  };
  /** How often an activity, by its name, shall fail for good. */
  const failing = new Map<string, number>();
  const onServerTime = <A extends unknown[], R>(name: string, activity: (...args: A) => Promise<R>) => {
    return async (...args: A): Promise<R> => {
      const failures = failing.get(name) ?? 0;
      if (failures > 0) {
        failing.set(name, failures - 1);
        throw ApplicationFailure.nonRetryable(`${name} fails for good`, 'NotFound');
      }
      await setClock();
      return activity(...args);
    };
  };
  const taskQueue = `desk-${randomUUID()}`;
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue,
    workflowBundle,
    activities: {
      ...Object.fromEntries(
        Object.entries({ ...gate.activities, ...gate.staff }).map(([name, activity]) => [
          name,
          onServerTime(name, activity as never),
        ]),
      ),
      async tellPartner(caseId: string, questions: string[], reminder: number) {
        told.push({ case: caseId, questions, reminder });
      },
    },
    debugMode: true,
  });
  const running = worker.run();
  parts.defer(async () => {
    worker.shutdown();
    await running;
  });

  async function view(handle: DeskHandle): Promise<CaseView> {
    return handle.query(status);
  }
  /** Waits, in real time, until the case shows it. */
  async function until(handle: DeskHandle, holds: (view: CaseView) => boolean): Promise<CaseView> {
    for (let look = 0; look < 200; look += 1) {
      const now = await view(handle);
      if (holds(now)) return now;
      await new Promise((done) => setTimeout(done, 25));
    }
    throw new Error(`still ${JSON.stringify(await view(handle))}`);
  }
  return {
    ...gate,
    told,
    failing,
    workflowBundle,
    view,
    until,
    async start(
      input: Partial<DeskInput> = {},
      facts: Partial<CaseFacts> = {},
      wait: { told: boolean } = { told: true },
    ): Promise<DeskHandle> {
      const id = await gate.newCase(facts);
      const workflowId = `${id}-${randomUUID()}`;
      const args: [DeskInput] = [{ case: id, clocks: ['deal'], ...input }];
      const handle = await env.client.workflow.start<typeof deskCase>('deskCase', {
        workflowId,
        taskQueue,
        args,
      });
      const { gate: asked } = await until(handle, (one) => one.gate !== null);
      // Whoever is asked hears of it beside the question.
      if (wait.told && !asked?.paused)
        await until(handle, () => gate.notices.some((notice) => notice.case === id));
      return handle;
    },
    /** The decision on what the case asks now, signed. */
    async said(
      handle: DeskHandle,
      action: DecisionAction,
      more: Partial<DecisionRequest> = {},
    ): Promise<DecisionRequest> {
      await setClock();
      const now = await view(handle);
      const request = {
        action,
        by: 'p-olga',
        reason: 'looked',
        round: now.gate?.round ?? 0,
        ...MORE[action],
        ...more,
      };
      return gate.signed({ case: now.case, evidenceHash: now.gate?.evidenceHash ?? '' }, request);
    },
    async decide(
      handle: DeskHandle,
      request: DecisionRequest,
      updateId = randomUUID(),
    ): Promise<DecisionReply> {
      const update = request.action === 'rollback' ? rollback : decide;
      return handle.executeUpdate(update, { args: [request], updateId });
    },
  };
}
