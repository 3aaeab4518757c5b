import {
  allHandlersFinished,
  CancellationScope,
  condition,
  isCancellation,
  proxyActivities,
  uuid4,
} from '@temporalio/workflow';
import type { GateActivities } from '../../activities/gate.ts';
import type { DecisionReply, Refusal } from '../../domain/decision.ts';
import { afterTick, type Gate, type GateOutcome, gateView, runningClock } from '../../domain/gate.ts';
import { type Attempt, listenForDecisions } from './attempts.ts';
import { type Ask, type Desk, type DeskOptions, questionOf, type Verdict } from './desk.ts';
import { noticesTo } from './partner-notices.ts';
import { record } from './profiles.ts';
import { serveInOrder } from './serving.ts';
import { localFirst } from './step.ts';

export type { Ask, Desk, DeskOptions, Verdict } from './desk.ts';

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
  let gate: Gate | null = null;
  let rolledBack: Gate['decided'] = null;
  const open = () => (gate?.closed === null ? gate : null);
  const nextTick = () => {
    const now = open();
    return now && (runningClock(now).ticks[0] ?? null);
  };
  const serving = serveInOrder({ dueAt: () => nextTick()?.at ?? null, onDue: tick });

  function show(next: Gate, line: string): void {
    gate = next;
    const waiting = next.partner ? 'waiting_for_partner' : 'waiting_for_decision';
    if (next.closed) progress.clear('sla_expired');
    progress.show({ gate: gateView(next), status: next.closed ? 'running' : waiting }, line);
  }

  async function decide({ id: attempt, request, via }: Attempt): Promise<DecisionReply | Refusal> {
    const standing = { gate, rolledBack, undoable: options.undoable() };
    const editsProblem = (request.edits && options.checkEdits?.(request.edits)) ?? null;
    const facts = options.facts();
    const asked = { case: id, step: attempt, via, request, standing, facts, editsProblem };
    const verified = await activities.verifyDecision(asked);
    if ('refused' in verified) {
      progress.refused(verified.refused);
      return verified.refusal;
    }
    const { reply, at } = verified;
    const line = `${request.action.replace('_', ' ')} by ${request.by}${reply.signed ? '' : ' (unsigned)'}`;
    progress.clear('refused_signal');
    if (verified.gate) show(verified.gate, line);
    else progress.show({}, line);
    if (request.action === 'request_information') partner.ask(request.questions ?? []);
    if (request.action === 'rollback') {
      rolledBack = { action: 'rollback', by: request.by, at };
      options.onRollback?.();
    }
    return reply;
  }

  async function close(outcome: GateOutcome): Promise<boolean> {
    const now = open();
    if (!now) return false;
    show(
      await activities.closeGate({ case: id, step: uuid4(), gate: now, outcome }),
      outcome.replace('_', ' '),
    );
    return true;
  }

  async function tick(): Promise<void> {
    const due = nextTick();
    if (!due || !gate) return;
    if (due.kind === 'partner_silent') {
      await close('partner_silent');
      return;
    }
    const { next } = await regular.gateTick({ case: id, step: uuid4(), gate, tick: due });
    if (due.kind === 'sla_expired') progress.raise('sla_expired');
    if (due.kind === 'remind_partner') partner.remind();
    show(afterTick(gate, next), due.kind.replaceAll('_', ' '));
  }

  async function ask(question: Ask): Promise<Verdict> {
    const opened = await serving.queued(async () => {
      if (rolledBack && question.kind === 'review') return null;
      partner.tellWith(question.askPartner);
      const asked = questionOf(question, options.facts());
      const next = await activities.openGate({ case: id, step: uuid4(), question: asked, previous: gate });
      show(next, `asked for a decision: ${question.kind}`);
      if (next.partner) partner.ask(next.partner.questions);
      return next;
    });
    const { evidenceHash } = question;
    if (!opened) return { outcome: 'rolled_back', round: 0, evidenceHash, edits: null, decided: rolledBack };
    await condition(() => open() === null);
    const { round, edits, decided, closed } = gate ?? opened;
    return { outcome: closed?.outcome ?? 'withdrawn', round, evidenceHash, edits, decided };
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
    drain: () => condition(() => serving.idle() && partner.told() && allHandlersFinished()),
  };
}
