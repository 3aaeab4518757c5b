import type { CaseStatus, OpenProblem } from './case.ts';
import { type DecisionAction, type Reason, speaksAgainst } from './decision.ts';
import type { GateView } from './gate/gate.ts';
import type { RolloutMode } from './rollout.ts';

/** Everything that is asked of a case, of any lifecycle, to say where it stands and why. Instants are UTC, ISO 8601. */
export interface CaseStanding {
  case: string;
  status: CaseStatus;
  outcome: string | null;
  mode: RolloutMode | null;
  openProblem: OpenProblem;
  gate: GateView | null;
  /** What the decider said last; null before the first look. */
  decision: { reasons: Reason[]; missing: string[] } | null;
  /** What a person said last; null when nobody has. */
  decided: { action: DecisionAction; by: string; at: string; reason: string | null } | null;
}

/** UTC instants by what they are the end of (`decisionDue`); null where none runs. */
export type Deadlines = Record<string, string | null>;

export interface CaseDeadlines extends Deadlines {
  decisionDue: string | null;
  /** The partner's answer. */
  answerUntil: string | null;
}

/** Where a case stands, for colleagues. */
export interface Why<D extends Deadlines = CaseDeadlines> {
  /** One sentence. */
  standing: string;
  /** What stands against it, or led to the decision; with the rule and the record and field that were looked at. */
  reasons: Reason[];
  /** Fields and questions that the partner still has to answer. */
  missing: string[];
  /** What to do next, commands included. */
  steps: string[];
  deadlines: D;
}

/** What the partner of a case may know: no rule, no reason, no words of people, nothing of anybody else. */
export interface CaseWhyForPartner {
  status: 'Under Review' | 'Information Requested' | 'Approved' | 'Rejected' | 'Closed' | 'Withdrawn';
  /** Fields and questions that they were asked. */
  missing: string[];
  deadlines: { answerUntil: string | null };
}

/** Standing, reasons, what is missing, the next steps and the deadlines of a case of any lifecycle. */
export function whyCase(one: CaseStanding): Why {
  return {
    standing: standingText(one),
    reasons: one.gate?.reasons ?? one.decision?.reasons.filter(speaksAgainst) ?? [],
    missing: missingOf(one),
    steps: stepsOf(one),
    deadlines: caseDeadlinesOf(one.gate),
  };
}

/** The same for the partner. A case that is only watched (shadow) or parked is under review to them. */
export function caseWhyForPartner(one: CaseStanding): CaseWhyForPartner {
  const { answerUntil } = caseDeadlinesOf(one.gate);
  const status = partnerStatus(one);
  return {
    status,
    missing: status === 'Information Requested' ? missingOf(one) : [],
    deadlines: { answerUntil },
  };
}

function partnerStatus({ gate, status, mode, outcome }: CaseStanding): CaseWhyForPartner['status'] {
  if (gate?.paused) return 'Information Requested';
  if (mode === 'shadow' || mode === 'off') return 'Under Review';
  if (status === 'rolled_back' || status === 'rollback_incomplete') return 'Withdrawn';
  if (status === 'failed') return 'Closed';
  if (status !== 'completed') return 'Under Review';
  return outcome === 'Approved' || outcome === 'Rejected' ? outcome : 'Closed';
}

/** What the partner still has to answer: what they are asked now, or what the last look missed. */
export function missingOf({ gate, decision, status }: CaseStanding): string[] {
  if (gate) return gate.questions;
  return status === 'running' || status === 'completed' ? (decision?.missing ?? []) : [];
}

export function caseDeadlinesOf(gate: GateView | null): CaseDeadlines {
  return {
    decisionDue: gate && !gate.paused ? gate.dueAt : null,
    answerUntil: gate?.paused ? gate.dueAt : null,
  };
}

function standingText(one: CaseStanding): string {
  const { status, outcome, mode, gate, decided, decision } = one;
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
      return completedText(one);
  }
}

/** ` by p-olga: Registered by mistake.` */
function undoneBy(decided: CaseStanding['decided']): string {
  if (decided?.action !== 'rollback') return '.';
  return ` by ${decided.by}${decided.reason ? `: ${decided.reason.replace(/\.$/, '')}` : ''}.`;
}

/** `automatically, because nothing spoke against it` or `by p-ana` */
export function decidedBy(decided: CaseStanding['decided']): string {
  return decided === null ? 'automatically, because nothing spoke against it' : `by ${decided.by}`;
}

function completedText({ outcome, decided }: CaseStanding): string {
  const by = decidedBy(decided);
  if (outcome === 'Approved') return `It was approved ${by}.`;
  if (outcome === 'Rejected') return `It was rejected ${by}${decided?.reason ? `: ${decided.reason}` : '.'}`;
  if (outcome === 'Incomplete') return 'It was closed as incomplete: the partner did not answer in time.';
  if (outcome?.startsWith('shadow: '))
    return `It was only watched (shadow); the advice would have been: ${outcome.slice(8)}.`;
  return `It ended: ${outcome ?? 'no outcome is known'}.`;
}

function stepsOf({ case: id, status, openProblem }: CaseStanding): string[] {
  return [
    ...(status === 'waiting_for_decision' ? [`Decide it: quarterdeck reviews show ${id}`] : []),
    ...(openProblem === 'kill_switch'
      ? ['An Admin switches the segment on again: quarterdeck rollout set']
      : []),
    ...(openProblem === 'vendor_down' ? ['See which vendor is away: quarterdeck doctor'] : []),
    ...(status === 'rollback_incomplete' ? [`See what stands and go on: quarterdeck rollback ${id}`] : []),
    ...(status === 'failed' ? [`See what happened: quarterdeck cases show ${id}`] : []),
  ];
}
