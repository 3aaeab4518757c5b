import { DateTime } from 'luxon';
import type { Approval, CaseFacts, Role } from './authority.ts';
import type { Clock } from './clock.ts';
import type { DecisionAction, DecisionRequest, Reason, Refusal } from './decision.ts';
import type { JsonObject } from './json.ts';

/** The gate: one question to people, asked in rounds. Pure; who may decide is authority's matter, who it is the token's. */

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
  | 'partner_silent';

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
  facts: CaseFacts;
  /** Asked of the partner at once: the gate opens paused. */
  partnerQuestions: string[];
}

export interface Gate extends Omit<Question, 'partnerQuestions'> {
  round: number;
  roles: Role[];
  assignee: string | null;
  openedAt: string;
  /** The reviewer's clock; it stands while `partner` is set. */
  clock: Clock;
  partner: { questions: string[]; askedBy: string | null; askedAt: string; clock: Clock } | null;
  approvals: Approval[];
  /** Set by an override; final once the quorum is there. */
  edits: JsonObject | null;
  closed: { outcome: GateOutcome; at: string } | null;
  /** The last decision that counted. */
  decided: { action: DecisionAction; by: string; at: string } | null;
}

/** A decision that was verified and may be taken. */
export interface AcceptedDecision {
  request: DecisionRequest;
  delegatedFrom: string | null;
  at: string;
}

/** What a decision is judged against besides the gate. */
export interface Standing {
  gate: Gate | null;
  /** The rollback that was accepted, if one was. */
  rolledBack: Gate['decided'];
  /** Whether the case has written anything that can be undone. */
  undoable: boolean;
}

/**
 * Does the decision fit what is asked now? Rounds, order and offered actions; nothing about the person.
 * @param zone where the refused person reads the time
 */
export function unfit(request: DecisionRequest, standing: Standing, zone: string): Refusal | null {
  const { gate } = standing;
  const open = gate !== null && gate.closed === null;
  if (request.action === 'rollback') return unfitRollback(request, standing, zone);
  if (gate === null) {
    return {
      code: 'no_open_gate',
      message: 'Nothing waits for a decision in this case; look again with `status`',
    };
  }
  if (!open && request.round === gate.round && gate.decided) {
    return { code: 'already_decided', message: said(gate.decided, zone), decided: gate.decided };
  }
  if (request.round !== gate.round) return staleRound(request, gate, zone);
  if (!open) return { code: 'no_open_gate', message: 'The question was withdrawn; look again with `status`' };
  if (!gate.actions.includes(request.action)) {
    return { code: 'not_offered', message: `This gate offers ${gate.actions.join(', ')}` };
  }
  if (request.action === 'request_information' && gate.partner) {
    return {
      code: 'not_offered',
      message: 'The partner is being asked already; wait for the answer or decide',
    };
  }
  return null;
}

function unfitRollback(request: DecisionRequest, standing: Standing, zone: string): Refusal | null {
  const { gate, rolledBack } = standing;
  if (rolledBack) return { code: 'already_decided', message: said(rolledBack, zone), decided: rolledBack };
  if (request.round !== 0 && request.round !== gate?.round) {
    return gate
      ? staleRound(request, gate, zone)
      : { code: 'stale_round', message: 'No gate is open; a rollback outside a gate has round 0' };
  }
  if (standing.undoable) return null;
  const instead = gate && !gate.closed ? 'reject it instead' : 'nothing has to be done';
  return { code: 'nothing_to_undo', message: `This case has not written anything yet; ${instead}` };
}

function staleRound(request: DecisionRequest, gate: Gate, zone: string): Refusal {
  const why = gate.decided ? `${said(gate.decided, zone)}; ` : '';
  const message = `${why}round ${request.round} is over, the case is in round ${gate.round}: look at it again`;
  return { code: 'stale_round', message, ...(gate.decided ? { decided: gate.decided } : {}) };
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
export function runningClock(gate: Gate): Clock {
  return gate.partner?.clock ?? gate.clock;
}

/** `approve by p-ana, 14:02 CET` on the reader's clock; the surfaces put the name for the id. */
function said(decided: NonNullable<Gate['decided']>, zone: string): string {
  return `${PAST[decided.action]} by ${decided.by}, ${clockTime(decided.at, zone)}`;
}

const PAST: Record<DecisionAction, string> = {
  approve: 'approved',
  reject: 'rejected',
  override: 'overridden',
  rollback: 'rolled back',
  reassign: 'reassigned',
  request_information: 'partner asked',
};

/** `14:02 CET`: English has a short name of European zones only as in Britain, of American ones as in the US. */
export function clockTime(at: string, zone: string): string {
  const local = DateTime.fromISO(at, { zone });
  const short = ['en-GB', 'en-US'].map((locale) => local.setLocale(locale).offsetNameShort ?? '');
  const name = short.find((one) => !/^(GMT|UTC)[+-]/.test(one)) ?? short[0] ?? zone;
  return `${local.toFormat('HH:mm')} ${name}`;
}
