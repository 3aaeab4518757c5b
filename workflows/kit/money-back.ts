import type { RollbackPlan } from '../../activities/ledger/rollback.ts';
import type { Desk } from './desk.ts';

/** Asks for the second yes that moving money back needs. Whoever asked for the rollback cannot give it, nor a principal of theirs. */
export async function askToMoveMoneyBack(desk: Desk, { lines }: RollbackPlan): Promise<boolean> {
  const { by, delegatedFrom } = desk.rolledBack ?? { by: null, delegatedFrom: null };
  const verdict = await desk.ask({
    kind: 'rollback',
    reasons: lines
      .filter((line) => line.movesMoney)
      .map(({ operation, key }) => ({
        rule: 'rollback.money',
        text: `${operation} would be taken back`,
        source: `effect:${key}`,
      })),
    evidenceHash: '',
    clocks: ['rollback'],
    actions: ['approve', 'reject'],
    notBy: [by, delegatedFrom].filter((person) => person !== null),
  });
  return verdict.outcome === 'approved';
}
