import type { CaseRow } from '../../adapters/store/cases.ts';
import { appealsOf } from '../../adapters/store/deal/appeals.ts';
import { registrationOf } from '../../adapters/store/deal/registrations.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { decisionOf } from '../../adapters/store/rerun.ts';
import type { CaseStatus } from '../../domain/case.ts';
import { appealUntil, objectionToAppeal, reopenUntil } from '../../domain/deal/appeal.ts';
import type { DealStanding } from '../../domain/deal/why.ts';
import type { DecisionAction } from '../../domain/decision.ts';
import { type CaseStory, caseStory } from '../case-story.ts';
import { openGate } from '../case-text.ts';

/** Reads everything that explains where a registration stands. @param now UTC instant */
export async function dealStanding(tx: Tx, row: CaseRow, now: string): Promise<DealStanding> {
  const registration = (await registrationOf(tx, row.case)) ?? null;
  const story = await caseStory(tx, row.case);
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
    decided: decidedIn(story, status),
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

const SETTLES = ['approve', 'reject', 'override'];

/** The last decision of a person that led to where the case stands, with the words they gave for it. */
function decidedIn({ decisions }: CaseStory, status: CaseStatus): DealStanding['decided'] {
  const undone = status === 'rolled_back' || status === 'rollback_incomplete';
  const last = decisions.findLast(({ action }) =>
    undone ? action === 'rollback' : SETTLES.includes(action),
  );
  if (!last) return null;
  return { action: last.action as DecisionAction, by: last.by, at: last.at, reason: last.reason };
}
