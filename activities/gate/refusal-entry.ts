import type { AuditEntry } from '../../domain/audit.ts';
import type { DecisionRequest, Refusal, RefusedAttempt } from '../../domain/decision.ts';
import { wellFormed } from '../../domain/evidence.ts';
import type { JsonObject } from '../../domain/json.ts';

/** A refused decision for the audit, and as the case shows it. The actor is only claimed: the refusal may be that somebody else says so. */
export function refusalEntry(
  request: DecisionRequest,
  { code, message }: Refusal,
  via: RefusedAttempt['via'],
  at: string,
): { entry: AuditEntry; shown: RefusedAttempt } {
  const { by, action, round } = wellFormed(request as unknown as JsonObject);
  const who = typeof by === 'string' && by !== '' ? by.slice(0, 200) : 'unknown';
  const entry = { at, actor: 'system', action: 'decision.refused', claimed: who, code, via };
  const decision = String(action);
  return {
    entry: { ...entry, decision, round: Number.isSafeInteger(round) ? (round as number) : null },
    shown: { by: who, action: decision, code, message, at, via },
  };
}
