import { patched, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { GateActivities } from '../../activities/gate/gate.ts';
import { afterTick, type Gate, type GateOutcome } from '../../domain/gate/gate.ts';
import { type Ask, completeQuestion } from './desk.ts';
import type { GateShown } from './gate-shown.ts';
import type { PartnerNotices } from './partner-notices.ts';
import { record } from './profiles.ts';
import type { Progress } from './progress.ts';
import type { StaffNotices } from './staff-notices.ts';
import { localFirst } from './step.ts';

const activities = localFirst<GateActivities>(record);
const regular = proxyActivities<GateActivities>(record);

export interface GateStepsOf {
  case: string;
  gate: GateShown;
  partner: PartnerNotices;
  staff: StaffNotices;
  progress: Progress;
}

/** What happens to a gate without a person's decision. Each is served in its turn (workflows/kit/serving.ts). */
export interface GateSteps {
  /** False when no question was open. */
  close(outcome: GateOutcome): Promise<boolean>;
  /** Does what the clock has due. */
  tick(): Promise<void>;
  /** Asks. If the run before asked the same question, goes on with that one, even when it has been answered since. */
  open(question: Ask): Promise<Gate>;
  /** Notes that the run before asked this question. */
  resume(asked: Gate): void;
}

export function gateSteps({ case: id, gate, partner, staff, progress }: GateStepsOf): GateSteps {
  /** The round that the run before asked, until this run asks something. */
  let carried: number | null = null;
  /** How that round was answered before this run had looked at the case again. If the question were asked anew, the answer would be lost. */
  let answered: Gate | null = null;

  /** Stays the same when its task is done again, and differs after a reset. */
  const stepOf = (round: number, what: string) => `${workflowInfo().runId}/round/${round}/${what}`;

  async function close(outcome: GateOutcome): Promise<boolean> {
    const now = gate.open();
    if (!now) return false;
    const step = stepOf(now.round, outcome);
    const closed = await activities.closeGate({ case: id, step, gate: now, outcome });
    gate.set(closed, outcome.replace('_', ' '));
    staff.closed(closed);
    return true;
  }

  return {
    close,
    resume(asked) {
      carried = asked.closed === null ? asked.round : null;
    },
    async tick() {
      const due = gate.nextTick();
      const now = gate.open();
      if (!due || !now) return;
      if (due.kind === 'partner_silent') {
        await close('partner_silent');
        return;
      }
      const step = stepOf(now.round, `${due.kind} ${due.at}`);
      const { next, to } = await regular.gateTick({ case: id, step, gate: now, tick: due });
      progress.clear('step_failed');
      if (due.kind === 'sla_expired') progress.raise('sla_expired');
      if (due.kind === 'remind_partner') partner.remind();
      else if (to) staff.tell(now, { occasion: due.kind, at: due.at, to });
      gate.set(afterTick(now, next), due.kind.replaceAll('_', ' '));
    },
    async open(question) {
      partner.tellWith(question.askPartner);
      const { kind, evidenceHash, tellOpened } = question;
      const before = gate.open();
      if (!before && gate.last?.round === carried) answered = gate.last;
      carried = null;
      const same = (one: Gate) => one.kind === kind && one.evidenceHash === evidenceHash;
      if (before && same(before)) return before;
      if (answered && same(answered) && patched('answered-before-asked')) {
        const known = answered;
        answered = null;
        return known;
      }
      if (before) await close('amended');
      const asked = completeQuestion(question);
      const step = stepOf((gate.last?.round ?? 0) + 1, 'opened');
      const next = await activities.openGate({ case: id, step, question: asked, previous: gate.last });
      gate.set(next, `asked for a decision: ${kind}`);
      if (tellOpened) partner.beside(() => tellOpened(next));
      if (next.partner) partner.ask(next.partner);
      else staff.opened(next);
      return next;
    },
  };
}
