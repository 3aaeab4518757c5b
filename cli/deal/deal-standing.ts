import { auditOf } from '../../adapters/store/audit.ts';
import type { CaseRow } from '../../adapters/store/cases.ts';
import { appealsOf } from '../../adapters/store/deal/appeals.ts';
import { registrationOf } from '../../adapters/store/deal/registrations.ts';
import { getEvidence } from '../../adapters/store/evidence.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { decisionOf } from '../../adapters/store/rerun.ts';
import type { AuditEntry } from '../../domain/audit.ts';
import { appealUntil, objectionToAppeal, reopenUntil } from '../../domain/deal/appeal.ts';
import type { DealStanding } from '../../domain/deal/why.ts';
import type { DecisionAction } from '../../domain/decision.ts';
import { openGate } from '../case-text.ts';

/** Reads everything that explains where a registration stands. @param now UTC instant */
export async function dealStanding(tx: Tx, row: CaseRow, now: string): Promise<DealStanding> {
  const registration = (await registrationOf(tx, row.case)) ?? null;
  const entries = (await auditOf(tx, row.case)).map(({ entry }) => entry);
  const appeals = await appealsOf(tx, row.case);
  const { case: id, status, outcome, mode, openProblem, endedAt } = row;
  const appealable = {
    outcome: status === 'completed' ? outcome : null,
    closedAt: endedAt,
    appealedBy: appeals.against?.appealCase ?? null,
    isAppeal: appeals.as !== null,
  };
  const reopening =
    status === 'completed' && outcome === 'Incomplete' && endedAt !== null ? reopenUntil(endedAt) : null;
  const record = await decisionOf(tx, id);
  return {
    case: id,
    status,
    outcome,
    mode,
    openProblem,
    gate: openGate(row),
    registration,
    decision: record
      ? { reasons: record.decision.reasons, missing: missingIn(record.decision.fields.missing) }
      : null,
    decided: await decidedIn(tx, entries),
    appealUntil:
      endedAt !== null && objectionToAppeal(appealable, now) === null ? appealUntil(endedAt) : null,
    reopenUntil: reopening !== null && now <= reopening ? reopening : null,
    extendable:
      registration?.status === 'Approved' && registration.protectedUntil !== null && !registration.extendedAt,
    appealedBy: appealable.appealedBy,
    appealOf: appeals.as?.case ?? null,
  };
}

function missingIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

const SETTLING = ['approve', 'reject', 'override', 'rollback'];

/** The last decision of a person that settled something, with the words they gave for it. */
async function decidedIn(tx: Tx, entries: readonly AuditEntry[]): Promise<DealStanding['decided']> {
  const last = entries.findLast(
    ({ action, decision }) => action === 'decision.accepted' && SETTLING.includes(String(decision)),
  );
  if (!last) return null;
  const said = await getEvidence(tx, String(last.decisionHash));
  return {
    action: last.decision as DecisionAction,
    by: last.actor,
    at: last.at,
    reason: typeof said?.reason === 'string' ? said.reason : null,
  };
}
