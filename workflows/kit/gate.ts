import {
  allHandlersFinished,
  CancellationScope,
  condition,
  isCancellation,
  proxyActivities,
  uuid4,
} from '@temporalio/workflow';
import type { GateActivities } from '../../activities/gate/gate.ts';
import type { DecisionReply, Refusal } from '../../domain/decision.ts';
import { afterTick, type GateOutcome } from '../../domain/gate/gate.ts';
import { type Attempt, listenForDecisions } from './attempts.ts';
import {
  type AcceptedRollback,
  type Ask,
  type Desk,
  type DeskOptions,
  questionOf,
  unasked,
  type Verdict,
  verdictOf,
} from './desk.ts';
import { showGate } from './gate-shown.ts';
import { noticesTo } from './partner-notices.ts';
import { record } from './profiles.ts';
import { serveInOrder } from './serving.ts';
import { localFirst } from './step.ts';

const activities = localFirst<GateActivities>(record);
const regular = proxyActivities<GateActivities>(record);

/**
 * Opens the one desk of a case: it takes decisions one at a time, has each verified and audited, keeps the open gate and
 * its clock. Everything that changes the gate goes through one queue, so that a decision, an amendment and a tick never
 * overlap. Call it before the first await, so that no message arrives unheard.
 */
export function openDesk(options: DeskOptions): Desk {
  const { case: id, progress } = options;
  const partner = noticesTo(progress);
  const gate = showGate(progress);
  let rolledBack: AcceptedRollback | null = null;
  let ended = false;
  const serving = serveInOrder({ dueAt: () => gate.nextTick()?.at ?? null, onDue: tick });

  async function decide({ id: attempt, request, via }: Attempt): Promise<DecisionReply | Refusal> {
    const standing = { gate: gate.last, rolledBack, undoable: options.undoable(), ended };
    const editsProblem = (request.edits && options.checkEdits?.(request.edits)) ?? null;
    const asked = { case: id, step: attempt, via, request, standing, editsProblem };
    const verified = await activities.verifyDecision(asked);
    if ('refused' in verified) {
      progress.refused(verified.refused);
      return verified.refusal;
    }
    const { reply, at } = verified;
    const line = `${request.action.replace('_', ' ')} by ${request.by}${reply.signed ? '' : ' (unsigned)'}`;
    progress.clear('refused_signal');
    if (verified.gate) gate.set(verified.gate, line);
    else progress.show({}, line);
    if (request.action === 'request_information' && verified.gate?.partner)
      partner.ask(verified.gate.partner);
    if (request.action === 'rollback') {
      rolledBack = { action: 'rollback', by: request.by, at, delegatedFrom: verified.delegatedFrom ?? null };
      options.onRollback?.();
    }
    return reply;
  }

  async function close(outcome: GateOutcome): Promise<boolean> {
    const now = gate.open();
    if (!now) return false;
    const closed = await activities.closeGate({ case: id, step: uuid4(), gate: now, outcome });
    gate.set(closed, outcome.replace('_', ' '));
    return true;
  }

  async function tick(): Promise<void> {
    const due = gate.nextTick();
    const now = gate.open();
    if (!due || !now) return;
    if (due.kind === 'partner_silent') {
      await close('partner_silent');
      return;
    }
    const { next } = await regular.gateTick({ case: id, step: uuid4(), gate: now, tick: due });
    if (due.kind === 'sla_expired') progress.raise('sla_expired');
    if (due.kind === 'remind_partner') partner.remind();
    gate.set(afterTick(now, next), due.kind.replaceAll('_', ' '));
  }

  async function ask(question: Ask): Promise<Verdict> {
    const { kind } = question;
    const opened = await serving.queued(async () => {
      if (rolledBack && kind === 'review') return 'rolled_back';
      if (question.outdated?.()) return 'amended';
      partner.tellWith(question.askPartner);
      const asked = questionOf(question);
      const next = await activities.openGate({
        case: id,
        step: uuid4(),
        question: asked,
        previous: gate.last,
      });
      gate.set(next, `asked for a decision: ${kind}`);
      if (question.tellOpened) partner.beside(() => question.tellOpened?.(next) ?? Promise.resolve());
      if (next.partner) partner.ask(next.partner);
      return next;
    });
    if (typeof opened === 'string') return unasked(question, opened, rolledBack);
    await condition(() => gate.open() === null);
    return verdictOf(gate.last ?? opened);
  }

  listenForDecisions(
    (attempt) => serving.queued(() => decide(attempt)),
    (error) => progress.show({}, `a signal could not be verified: ${error.message}`),
  );
  return {
    get rolledBack() {
      return rolledBack;
    },
    amend: () => serving.queued(() => close('amended')),
    async ask(question) {
      try {
        return await ask(question);
      } catch (error) {
        if (isCancellation(error)) {
          await CancellationScope.nonCancellable(() => serving.queued(() => close('withdrawn')));
        }
        throw error;
      }
    },
    close: () =>
      serving.queued(async () => {
        ended = true;
        return rolledBack === null;
      }),
    drain: () =>
      CancellationScope.nonCancellable(() =>
        condition(() => serving.idle() && partner.told() && allHandlersFinished()),
      ),
  };
}
