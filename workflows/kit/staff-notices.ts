import {
  ActivityCancellationType,
  CancellationScope,
  isCancellation,
  proxyActivities,
} from '@temporalio/workflow';
import type { EndedQuestion, StaffActivities, StaffNotice } from '../../activities/gate/staff-notices.ts';
import type { DecisionRequest } from '../../domain/decision.ts';
import { endOf, type Gate } from '../../domain/gate/gate.ts';
import { messageOf } from './failure-type.ts';
import { notify, untilTold } from './profiles.ts';
import type { Progress } from './progress.ts';

const soon = proxyActivities<StaffActivities>(notify);
const patiently = proxyActivities<StaffActivities>({
  ...untilTold,
  // Waits for an attempt that is running, so that the next message, which says how the question ended, knows what was told.
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
});

export type StaffOccasion = Pick<StaffNotice, 'occasion' | 'at' | 'to'>;

export interface StaffNotices {
  /** Tells the person to whom a question was put. A question that waits for the partner is not theirs yet. */
  opened(gate: Gate): void;
  /** Tells a person of an open question. Earlier messages to them that have not gone out are dropped. */
  tell(gate: Gate, occasion: StaffOccasion): void;
  /** Stops telling about a closed question, and changes the messages that went out so that they say how it ended. */
  closed(gate: Gate): void;
  /** As `closed`. Where another person has the question now, tells both: the one who had it, and the one who has it. @param at UTC instant */
  decided(gate: Gate, by: Pick<DecisionRequest, 'action' | 'by'>, at: string): void;
  /** No message is under way. */
  told(): boolean;
  /** Whether only messages are left that wait for a channel to come back. The next run of the case goes on with those. */
  atRest(): boolean;
  /** What people still have to be told. */
  left(): { staff: StaffOccasion[] };
  /** Goes on with what the run before left. */
  resume(gate: Gate, pending: readonly StaffOccasion[]): void;
}

/** Messages to our own people go out beside the desk: a channel that is away must not keep a decision waiting. */
export function staffNotices(caseId: string, progress: Progress): StaffNotices {
  const telling = new Map<
    string,
    { occasion: StaffOccasion; scope: CancellationScope; done: Promise<void> }
  >();
  const unreached = new Set<string>();
  let announced = false;
  let underWay = 0;
  /** The messages under way that are tried until a channel is back. */
  let waiting = 0;

  async function beside(work: () => Promise<void>, failed: string): Promise<void> {
    underWay += 1;
    try {
      await work();
    } catch (error) {
      if (!isCancellation(error)) progress.show({}, `${failed}: ${messageOf(error)}`);
    } finally {
      underWay -= 1;
    }
  }

  /** Ends when no message to the person is under way. */
  function stop(to: string): Promise<void> {
    const before = telling.get(to);
    telling.delete(to);
    before?.scope.cancel();
    return before?.done ?? Promise.resolve();
  }

  /** @param scope cancelled when trying again has become pointless */
  async function reach(notice: StaffNotice, scope: CancellationScope): Promise<void> {
    try {
      await soon.tellStaff(notice);
    } catch (error) {
      if (isCancellation(error) || scope.consideredCancelled) return;
      unreached.add(notice.to);
      progress.raise('staff_unreached');
      progress.show({}, `${notice.to} could not be told yet: ${messageOf(error)}`);
      waiting += 1;
      try {
        await scope.run(() => patiently.tellStaff(notice));
      } finally {
        waiting -= 1;
      }
    }
    reached(notice.to);
  }

  function reached(to: string): void {
    unreached.delete(to);
    if (unreached.size === 0) progress.clear('staff_unreached');
  }

  function tell({ round, reasons, clock }: Gate, occasion: StaffOccasion): void {
    const { to } = occasion;
    announced = true;
    const notice = { case: caseId, round, reasons, dueAt: clock.dueAt, ...occasion };
    const stopped = stop(to);
    const scope = new CancellationScope();
    const done = beside(async () => {
      await stopped;
      await reach(notice, scope);
      if (telling.get(to)?.scope === scope) telling.delete(to);
    }, `${to} could not be told`);
    telling.set(to, { occasion, scope, done });
  }

  function end(ended: Omit<EndedQuestion, 'case'>): void {
    if (!announced) return;
    const stopped = [...telling.keys()].map(stop);
    for (const to of unreached) reached(to);
    void beside(async () => {
      await Promise.all(stopped);
      await soon.endStaffNotices({ case: caseId, ...ended });
    }, 'what people were told could not be changed');
  }

  function closed(gate: Gate): void {
    const ending = endOf(gate);
    if (ending) end({ ...ending, but: null });
  }

  return {
    opened(gate) {
      if (gate.announced && gate.assignee !== null)
        tell(gate, { occasion: 'opened', at: gate.openedAt, to: gate.assignee });
    },
    tell,
    closed,
    decided(gate, { action, by }, at) {
      closed(gate);
      const { announced: told, assignee: to, round } = gate;
      if (action !== 'reassign' || !told || to === null) return;
      end({ round, outcome: 'reassigned', by, at, but: to });
      tell(gate, { occasion: 'reassigned', at, to });
    },
    told: () => underWay === 0,
    atRest: () => underWay === waiting,
    left: () => ({ staff: [...telling.values()].map(({ occasion }) => occasion) }),
    resume(gate, pending) {
      announced = gate.announced ?? false;
      for (const occasion of pending) tell(gate, occasion);
    },
  };
}
