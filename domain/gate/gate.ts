import type { DecisionAction, DecisionRequest, Reason } from '../decision.ts';
import type { JsonObject } from '../json.ts';
import type { Approval, CaseFacts, Role } from './authority.ts';
import type { GateClock, Tick } from './clock.ts';

/**
 * The gate: one question to people, asked in rounds. Who may decide is domain/gate/authority.ts, whether a decision fits what is
 * asked domain/gate/gate-fit.ts. Workflows import this file, so it holds no time-zone data.
 */

/** `review`: a person decides the business; `effect`: a write is in doubt; `rollback`: an undo that moves money. */
export type GateKind = 'review' | 'effect' | 'rollback';

/** Every way in which a gate ends. None of them is reached by time alone except the partner's silence. */
export type GateOutcome =
  | 'approved'
  | 'rejected'
  | 'overridden'
  | 'rolled_back'
  /** The evidence changed (an amended submission, the partner's answer): the lifecycle looks again, then may ask again. */
  | 'amended'
  /** The partner was asked and did not answer in time. */
  | 'partner_silent'
  /** The case itself was cancelled. */
  | 'withdrawn';

/** What a lifecycle asks. */
export interface Question {
  kind: GateKind;
  reasons: Reason[];
  evidenceHash: string;
  /** Clocks of policy/sla.yaml that apply; the shortest wins. */
  clocks: string[];
  /** Distinct people needed. */
  quorum: number;
  /** What may be answered; `rollback` always may, once something was written. */
  actions: DecisionAction[];
  /** Person ids who may not answer it, besides those whom the case's facts exclude. */
  notBy?: string[];
  /** Asked of the partner at once: the gate opens paused. */
  partnerQuestions: string[];
}

export interface Gate extends Omit<Question, 'partnerQuestions'> {
  /** As they were when it opened; a decision is judged by those of its own moment. */
  facts: CaseFacts;
  round: number;
  roles: Role[];
  assignee: string | null;
  openedAt: string;
  /** People hear of it by messages that the case sends (workflows/kit/staff-notices.ts). Absent from gates of 0.2.0. */
  announced?: true;
  /** The reviewer's clock; it stands while `partner` is set. */
  clock: GateClock;
  partner: { questions: string[]; askedBy: string | null; askedAt: string; clock: GateClock } | null;
  approvals: Approval[];
  /** Set by an override; final once the quorum is there. */
  edits: JsonObject | null;
  closed: { outcome: GateOutcome; at: string } | null;
  /** The last decision that counted. */
  decided: { action: DecisionAction; by: string; at: string } | null;
}

/** The facts by which a gate is decided: whom it excludes may not decide it, and the reviewers that a program names are bound to its review. */
export function factsOf(facts: CaseFacts, { kind, notBy = [] }: Pick<Question, 'kind' | 'notBy'>): CaseFacts {
  const { reviewers, ...others } = facts;
  return {
    ...others,
    formerReviewers: [...facts.formerReviewers, ...notBy],
    ...(kind === 'review' && reviewers && { reviewers }),
  };
}

/** A decision that was verified and may be taken. */
export interface AcceptedDecision {
  request: DecisionRequest;
  delegatedFrom: string | null;
  at: string;
}

/**
 * The gate after a decision: closed when it is settled, otherwise what still is asked.
 * @param nextEvidence hash of the evidence with the override's edits; needed for `override` only
 */
export function afterDecision(gate: Gate, decision: AcceptedDecision, nextEvidence: string): Gate {
  const { request, delegatedFrom, at } = decision;
  const decided = { action: request.action, by: request.by, at };
  const approval = { by: request.by, delegatedFrom };
  switch (request.action) {
    case 'approve': {
      const approvals = [...gate.approvals, approval];
      const next = { ...gate, approvals, decided };
      return approvals.length < gate.quorum ? next : closed(next, gate.edits ? 'overridden' : 'approved', at);
    }
    case 'override': {
      // The edits are new evidence: earlier approvals were given to something else.
      const edits = { ...gate.edits, ...request.edits };
      const next = { ...gate, approvals: [approval], edits, decided };
      if (gate.quorum <= 1) return closed(next, 'overridden', at);
      return { ...next, round: gate.round + 1, evidenceHash: nextEvidence };
    }
    case 'reject':
      return closed({ ...gate, decided }, 'rejected', at);
    case 'rollback':
      return closed({ ...gate, decided }, 'rolled_back', at);
    case 'reassign':
      return { ...gate, assignee: request.to ?? gate.assignee };
    case 'request_information':
      return gate;
  }
}

/** Stops the reviewer's clock while the partner is asked. */
export function pausedForPartner(gate: Gate, partner: NonNullable<Gate['partner']>, used: number): Gate {
  return { ...gate, partner, clock: { ...gate.clock, used, runningSince: partner.askedAt } };
}

/** Ends a gate without a person's decision: the evidence changed, or the partner stayed silent. */
export function closed(gate: Gate, outcome: GateOutcome, at: string): Gate {
  return { ...gate, closed: { outcome, at } };
}

/** The clock whose ticks count now. */
export function runningClock(gate: Gate): GateClock {
  return gate.partner?.clock ?? gate.clock;
}

/** The gate after its first tick was dealt with; `next` follows the last one (the daily escalation). */
export function afterTick(gate: Gate, next: Tick | null): Gate {
  const clock = runningClock(gate);
  const rest = { ...clock, ticks: [...clock.ticks.slice(1), ...(next ? [next] : [])] };
  return gate.partner ? { ...gate, partner: { ...gate.partner, clock: rest } } : { ...gate, clock: rest };
}

/** What the open gate asks, and of whom. Instants are UTC, ISO 8601. */
export interface GateView {
  kind: GateKind;
  round: number;
  reasons: Reason[];
  /** What may be answered, besides `rollback`. */
  actions: DecisionAction[];
  assignee: string | null;
  /** Roles that may decide. */
  roles: string[];
  openedAt: string;
  /** Of the clock that runs: the reviewer's, or the partner's while `paused`. */
  dueAt: string;
  /** `Mon 20 Jul 16:00 CEST`, on the reviewer's wall. */
  dueText: string;
  /** People who have approved so far, when more than one is needed. */
  approvals: string[];
  quorum: number;
  /** The reviewer's clock stands still while the partner is asked. */
  paused: boolean;
  /** What the partner is being asked. */
  questions: string[];
  evidenceHash: string;
  /** Person ids who may not answer. Absent from gates of 0.2.0. */
  notBy?: string[];
}

/** What everybody may see of an open gate; null when it is closed. */
export function gateView(gate: Gate): GateView | null {
  if (gate.closed) return null;
  const { kind, round, reasons, actions, assignee, roles, openedAt, quorum, evidenceHash, notBy = [] } = gate;
  const { dueAt, dueText } = runningClock(gate);
  return {
    kind,
    round,
    reasons,
    actions,
    assignee,
    roles,
    openedAt,
    dueAt,
    dueText,
    approvals: gate.approvals.map((one) => one.by),
    quorum,
    paused: gate.partner !== null,
    questions: gate.partner?.questions ?? [],
    evidenceHash,
    notBy,
  };
}

/** Outcomes that nobody decided. A person may have approved first, where two are needed; that is not how it ended. */
const BY_NOBODY: readonly GateOutcome[] = ['amended', 'partner_silent', 'withdrawn'];

/** How a question ended, by the id of who decided it; null while it is open. */
export function endOf({ round, closed, decided }: Gate): {
  round: number;
  outcome: GateOutcome;
  by: string | null;
  at: string;
} | null {
  if (!closed) return null;
  const { outcome, at } = closed;
  return { round, outcome, by: BY_NOBODY.includes(outcome) ? null : (decided?.by ?? null), at };
}
