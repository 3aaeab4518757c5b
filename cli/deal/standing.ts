import type { CaseRow } from '../../adapters/store/cases.ts';
import { appealsOf } from '../../adapters/store/deal/appeals.ts';
import { registrationOf } from '../../adapters/store/deal/registrations.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { appealUntil, objectionToAppeal, reopenUntil } from '../../domain/deal/appeal.ts';
import type { DealStanding } from '../../domain/deal/why.ts';
import { caseStanding } from '../cases/case-why.ts';

/** Reads everything that explains where a registration stands. @param now UTC instant */
export async function dealStanding(tx: Tx, row: CaseRow, now: string): Promise<DealStanding> {
  const registration = (await registrationOf(tx, row.case)) ?? null;
  const appeals = await appealsOf(tx, row.case);
  const { status, outcome, endedAt } = row;
  const appealable = {
    outcome: status === 'completed' ? outcome : null,
    closedAt: endedAt,
    appealedBy: appeals.against?.appealCase ?? null,
    isAppeal: appeals.as !== null,
  };
  const reopening =
    status === 'completed' && outcome === 'Incomplete' && endedAt !== null ? reopenUntil(endedAt) : null;
  return {
    ...(await caseStanding(tx, row)),
    registration,
    appealUntil:
      endedAt !== null && objectionToAppeal(appealable, now) === null ? appealUntil(endedAt) : null,
    reopenUntil: reopening !== null && now <= reopening ? reopening : null,
    extendable:
      registration?.status === 'Approved' && registration.protectedUntil !== null && !registration.extendedAt,
    appealedBy: appealable.appealedBy,
    appealOf: appeals.as?.case ?? null,
  };
}
