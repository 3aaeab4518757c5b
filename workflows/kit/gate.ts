import { allHandlersFinished, CancellationScope, condition, isCancellation } from '@temporalio/workflow';
import type { GateActivities } from '../../activities/gate/gate.ts';
import type { DecisionReply, Refusal } from '../../domain/decision.ts';
import { type Attempt, listenForDecisions } from './attempts.ts';
import { besideMessages } from './beside-messages.ts';
import {
  type AcceptedRollback,
  type Ask,
  type Desk,
  type DeskOptions,
  unasked,
  type Verdict,
  verdictOf,
} from './desk.ts';
import { editsProblemOf } from './edits-problem.ts';
import { messageOf } from './failure-type.ts';
import { showGate } from './gate-shown.ts';
import { gateSteps } from './gate-steps.ts';
import { noticesTo } from './partner-notices.ts';
import { persistentSteps } from './persistent-steps.ts';
import { record } from './profiles.ts';
import { serveInOrder } from './serving.ts';
import { takeSignals } from './signal-burst.ts';
import { staffNotices } from './staff-notices.ts';

const activities = besideMessages<GateActivities>(record);

/**
 * Opens the one desk of a case: it takes decisions one at a time, has each verified and audited, keeps the open gate and
 * its clock. Everything that changes the gate goes through one queue, so that a decision, an amendment and a tick never
 * overlap. Call it before the first await, so that no message arrives unheard.
 */
export function openDesk(options: DeskOptions): Desk {
  const { case: id, progress } = options;
  const partner = noticesTo(progress);
  const staff = staffNotices(id, progress);
  const gate = showGate(progress);
  let rolledBack: AcceptedRollback | null = null;
  let ended = false;
  const { failed, persistently } = persistentSteps(progress);
  const steps = gateSteps({ case: id, gate, partner, staff, progress });
  const serving = serveInOrder({ dueAt: () => gate.nextTick()?.at ?? null, onDue: steps.tick, failed });
  if (options.begun) void serving.queued(() => options.begun ?? Promise.resolve());
  let updates = 0;

  const quiet = () => serving.idle() && partner.told() && staff.atRest() && allHandlersFinished();

  async function decide({ id: attempt, request, via, malformed }: Attempt): Promise<DecisionReply | Refusal> {
    const standing = { gate: gate.last, rolledBack, undoable: options.undoable(), ended };
    const editsProblem = editsProblemOf(options, request);
    const asked = { case: id, step: attempt, via, request, standing, editsProblem, malformed };
    const verified = await activities.verifyDecision(asked);
    if ('refused' in verified) {
      progress.refused(verified.refused);
      return verified.refusal;
    }
    const { reply, at, gate: next } = verified;
    const line = `${request.action.replace('_', ' ')} by ${request.by}${reply.signed ? '' : ' (unsigned)'}`;
    progress.clear('refused_signal');
    if (next) gate.set(next, line);
    else progress.show({}, line);
    if (next) staff.decided(next, request, at);
    if (request.action === 'request_information' && next?.partner) partner.ask(next.partner);
    if (request.action === 'rollback') {
      rolledBack = { action: 'rollback', by: request.by, at, delegatedFrom: verified.delegatedFrom ?? null };
      options.onRollback?.();
    }
    return reply;
  }

  const signals = takeSignals({ case: id, serving, decide, refused: progress.refused });

  const inTurn = <T>(step: () => Promise<T>) => persistently(() => serving.queued(step));

  async function ask(question: Ask): Promise<Verdict> {
    const { kind } = question;
    const opened = await inTurn(async () => {
      if (rolledBack && kind === 'review') return 'rolled_back';
      return question.outdated?.() ? 'amended' : steps.open(question);
    });
    if (typeof opened === 'string') return unasked(question, opened, rolledBack);
    if (opened.closed !== null) return verdictOf(opened);
    const renewalDue = () => options.renewal?.due() ?? false;
    while (gate.open() !== null) {
      await condition(() => gate.open() === null || renewalDue());
      if (gate.open() !== null && renewalDue()) await options.renewal?.renew(() => gate.open() !== null);
    }
    return verdictOf(gate.last ?? opened);
  }

  listenForDecisions({
    update(attempt) {
      updates += 1;
      return serving.queued(() => decide(attempt));
    },
    signal: signals.take,
    lost: (problem) => progress.show({}, `a signal could not be verified: ${problem}`),
  });
  return {
    get rolledBack() {
      return rolledBack;
    },
    amend() {
      let round: number | null | undefined;
      const closing = async () => {
        // A later attempt must not close a question that was asked since.
        round ??= gate.open()?.round ?? null;
        if (gate.open()?.round === round) await steps.close('amended');
      };
      CancellationScope.nonCancellable(() => inTurn(closing)).catch((error: unknown) =>
        progress.show({}, `the question stayed open: ${messageOf(error)}`),
      );
    },
    async ask(question) {
      try {
        return await ask(question);
      } catch (error) {
        if (isCancellation(error)) {
          await CancellationScope.nonCancellable(() => inTurn(() => steps.close('withdrawn')));
        }
        throw error;
      }
    },
    close: () =>
      serving.queued(async () => {
        ended = true;
        return rolledBack === null;
      }),
    drain: () => CancellationScope.nonCancellable(() => condition(() => quiet() && staff.told())),
    told: partner.told,
    quiet,
    served: (job) => serving.queued(job),
    updates: () => updates,
    state: () => ({ gate: gate.last, rolledBack, reminders: partner.reminders(), ...staff.left() }),
    resume(state) {
      rolledBack = state.rolledBack;
      if (!state.gate) return;
      gate.set(state.gate, 'went on as a new run');
      steps.resume(state.gate);
      if (state.gate.partner) partner.resume(state.gate.partner, state.reminders);
      staff.resume(state.gate, state.staff ?? []);
    },
  };
}
