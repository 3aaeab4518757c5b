import type { DecisionAction, DecisionRequest, Refusal } from '../decision.ts';
import { timeOfDay } from '../local-time.ts';
import type { Gate } from './gate.ts';

/** What a decision is judged against besides the gate. */
export interface GateStanding {
  gate: Gate | null;
  /** The rollback that was accepted, if one was. */
  rolledBack: Gate['decided'];
  /** Whether the case has written anything that can be undone. */
  undoable: boolean;
  /** The case has done its work and takes no more decisions. */
  ended: boolean;
}

/**
 * Does the decision fit what is asked now? Rounds, order and offered actions; nothing about the person.
 * @param zone where the refused person reads the time
 */
export function unfit(request: DecisionRequest, standing: GateStanding, zone: string): Refusal | null {
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

function unfitRollback(request: DecisionRequest, standing: GateStanding, zone: string): Refusal | null {
  const { gate, rolledBack } = standing;
  if (rolledBack) return { code: 'already_decided', message: said(rolledBack, zone), decided: rolledBack };
  if (standing.ended) {
    return {
      code: 'no_open_gate',
      message: 'This case has just ended; to reverse it: quarterdeck rollback CASE',
    };
  }
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

/** `approve by p-ana, 14:02 CET` on the reader's clock; the surfaces put the name for the id. */
function said(decided: NonNullable<Gate['decided']>, zone: string): string {
  return `${PAST[decided.action]} by ${decided.by}, ${timeOfDay(decided.at, zone)}`;
}

const PAST: Record<DecisionAction, string> = {
  approve: 'approved',
  reject: 'rejected',
  override: 'overridden',
  rollback: 'rolled back',
  reassign: 'reassigned',
  request_information: 'partner asked',
};
