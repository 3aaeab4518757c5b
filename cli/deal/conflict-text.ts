import type { ConflictHistory } from '../../domain/deal/conflict-history.ts';

/** What a conflict is and what to do about it, in two lines; the evidence says field by field why. */
export function conflictText(one: ConflictHistory): string[] {
  const name = one.otherSide.name ?? one.otherRecord;
  const first = one.thisFirst ? 'this one was first' : 'the other one was first';
  const appeal = one.appealedBy
    ? `, appealed as ${one.appealedBy}`
    : one.appealUntil
      ? `, appeal until ${one.appealUntil.slice(0, 10)}`
      : '';
  return [
    `${one.verdict} (${one.clause}): ${String(name)}, ${one.otherRecord}`,
    `risk ${one.risk} of 100, probability ${one.probability.toFixed(2)}, ${first}${appeal}; ${ACTIONS[one.action]}`,
  ];
}

const ACTIONS: Record<ConflictHistory['action'], string> = {
  none: 'nothing to do',
  compare: 'compare the two',
  ask_account_owner: "ask the account's owner",
  close_as_duplicate: 'close it as a duplicate',
  keep_other: 'keep the other one',
  keep_this: 'keep this one',
};
