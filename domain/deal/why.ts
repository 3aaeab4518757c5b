import type { CaseStatus, OpenProblem } from '../case.ts';
import { type DecisionAction, type Reason, speaksAgainst } from '../decision.ts';
import type { GateView } from '../gate/gate.ts';
import type { RolloutMode } from '../rollout.ts';
import type { ClosureReason, RegistrationStatus } from './registration.ts';

/** Everything that is asked of a case to say where it stands and why. Instants are UTC, ISO 8601. */
export interface DealStanding {
  case: string;
  status: CaseStatus;
  outcome: string | null;
  mode: RolloutMode | null;
  openProblem: OpenProblem;
  gate: GateView | null;
  registration: {
    status: RegistrationStatus;
    closureReason: ClosureReason | null;
    protectedUntil: string | null;
  } | null;
  /** What the decider said last; null before the first look. */
  decision: { reasons: Reason[]; missing: string[] } | null;
  /** What a person said last; null when nobody has. */
  decided: { action: DecisionAction; by: string; at: string; reason: string | null } | null;
  /** Null while the time is over, or there is nothing to appeal, to complete or to extend. */
  appealUntil: string | null;
  reopenUntil: string | null;
  extendable: boolean;
  /** The appeal against it, and the case that it is an appeal of. */
  appealedBy: string | null;
  appealOf: string | null;
}

export interface Deadlines {
  decisionDue: string | null;
  /** The partner's answer. */
  answerUntil: string | null;
  appealUntil: string | null;
  reopenUntil: string | null;
  protectedUntil: string | null;
}

/** Where a registration stands, for colleagues. */
export interface Why {
  /** One sentence. */
  standing: string;
  /** What stands against it, or led to the decision; with the rule and the record and field that were looked at. */
  reasons: Reason[];
  /** Fields and questions that the partner still has to answer. */
  missing: string[];
  /** What to do next, commands included. */
  steps: string[];
  deadlines: Deadlines;
}

/** Standing, reasons, what is missing, the corrective step and the deadlines. @param step what the partner can do, by closure reason */
export function whyDeal(one: DealStanding, step: Record<ClosureReason, string>): Why {
  return {
    standing: standingText(one),
    reasons: one.gate?.reasons ?? one.decision?.reasons.filter(speaksAgainst) ?? [],
    missing: missingOf(one),
    steps: stepsOf(one, step),
    deadlines: deadlinesOf(one),
  };
}

/** What the partner still has to answer: what they are asked now, or what the last look missed. */
export function missingOf({ gate, decision, status }: DealStanding): string[] {
  if (gate) return gate.questions;
  return status === 'running' || status === 'completed' ? (decision?.missing ?? []) : [];
}

export function deadlinesOf({ gate, registration, appealUntil, reopenUntil }: DealStanding): Deadlines {
  return {
    decisionDue: gate && !gate.paused ? gate.dueAt : null,
    answerUntil: gate?.paused ? gate.dueAt : null,
    appealUntil,
    reopenUntil,
    protectedUntil: registration?.status === 'Approved' ? registration.protectedUntil : null,
  };
}

function standingText({
  status,
  outcome,
  mode,
  gate,
  decided,
  decision,
  registration,
}: DealStanding): string {
  switch (status) {
    case 'waiting_for_partner':
      return 'The partner was asked for what is missing; the clock stands until the answer.';
    case 'waiting_for_decision':
      return gate?.reasons.length === 0
        ? 'It waits for a person: nothing speaks against it, but the rollout of its segment has a person decide.'
        : 'It waits for a person, because of the reasons below.';
    case 'running':
      if (mode === 'off') return 'It is parked: the rollout of its segment is off.';
      return decision === null ? 'It was received and not looked at yet.' : 'It is being worked on.';
    case 'rolled_back':
      return `It was rolled back${undoneBy(decided)} Everything that it wrote was undone.`;
    case 'rollback_incomplete':
      return `It was rolled back in part${undoneBy(decided)} Some writes still stand.`;
    case 'failed':
      return `It failed and ended: ${outcome ?? 'no reason is known'}.`;
    case 'completed':
      return completedText(outcome, decided, registration);
  }
}

/** ` by p-olga: Registered by mistake.` */
function undoneBy(decided: DealStanding['decided']): string {
  if (decided?.action !== 'rollback') return '.';
  return ` by ${decided.by}${decided.reason ? `: ${decided.reason.replace(/\.$/, '')}` : ''}.`;
}

function completedText(
  outcome: string | null,
  decided: DealStanding['decided'],
  registration: DealStanding['registration'],
): string {
  const by = decided === null ? 'automatically, because nothing spoke against it' : `by ${decided.by}`;
  if (outcome === 'Approved' && registration?.status === 'Expired')
    return `It was approved ${by}; its protection has expired.`;
  if (outcome === 'Approved') return `It was approved ${by}.`;
  if (outcome === 'Rejected') return `It was rejected ${by}${decided?.reason ? `: ${decided.reason}` : '.'}`;
  if (outcome === 'Incomplete') return 'It was closed as incomplete: the partner did not answer in time.';
  if (outcome?.startsWith('shadow: '))
    return `It was only watched (shadow); the advice would have been: ${outcome.slice(8)}.`;
  return `It ended: ${outcome ?? 'no outcome is known'}.`;
}

function stepsOf(one: DealStanding, step: Record<ClosureReason, string>): string[] {
  const { case: id, status, openProblem, registration, appealUntil, reopenUntil, appealedBy, appealOf } = one;
  const closure = registration?.closureReason;
  return [
    ...(status === 'waiting_for_decision' ? [`Decide it: quarterdeck reviews show ${id}`] : []),
    ...(status === 'waiting_for_partner'
      ? [
          `The partner answers by e-mail or in the PRM; an answer that you have: quarterdeck deals answer ${id}`,
        ]
      : []),
    ...(openProblem === 'kill_switch'
      ? ['An Admin switches the segment on again: quarterdeck rollout set']
      : []),
    ...(openProblem === 'vendor_down' ? ['See which vendor is away: quarterdeck doctor'] : []),
    ...(status === 'rollback_incomplete' ? [`See what stands and go on: quarterdeck rollback ${id}`] : []),
    ...(status === 'failed' ? [`See what happened: quarterdeck deals show ${id}`] : []),
    ...(status === 'completed' && closure ? [`What the partner can do: ${step[closure]}`] : []),
    ...(appealUntil ? [`Appeal it once: quarterdeck deals appeal ${id} --reason "…"`] : []),
    ...(reopenUntil ? [`Complete it and keep its place: quarterdeck deals submit FILE`] : []),
    ...(one.extendable ? [`Extend its protection once: quarterdeck deals extend ${id} --reason "…"`] : []),
    ...(appealedBy ? [`It was appealed: quarterdeck deals why ${appealedBy}`] : []),
    ...(appealOf ? [`It is the appeal of ${appealOf}`] : []),
  ];
}
