import { compare, exact } from '../../exact.ts';
import { addMoney, type Money } from '../../money.ts';
import { type ClaimFinding, claimFinding } from '../checks/claim-finding.ts';
import type { ClaimEvidence } from '../evidence.ts';

/** A claim that states its activity otherwise than the registration did, with both values. What was not said there cannot differ. */
export function prefilledFindings({ stated, prefilled }: ClaimEvidence): ClaimFinding[] {
  if (prefilled === null) return [];
  const { amount, activityOn } = prefilled;
  const said = (what: string, value: string) =>
    claimFinding('prefilled', `${what}, and the registration of the deal said ${value}`, prefilled.case, {
      ...{ value, remedy: 'The same as in the registration, or why it has changed' },
    });
  const cost = costOf(stated.lines.map((line) => line.amount));
  return [
    ...(activityOn !== null && stated.soldOn !== null && activityOn !== stated.soldOn
      ? [said(`The activity is of ${stated.soldOn}`, activityOn)]
      : []),
    ...(amount !== null && cost !== null && differs(cost, amount)
      ? [said(`It cost ${cost.amount} ${cost.currency}`, `${amount.amount} ${amount.currency}`)]
      : []),
  ];
}

/** Null: not known, or in several currencies. */
function costOf(amounts: readonly (Money | null)[]): Money | null {
  const [first] = amounts;
  if (!first || amounts.some((one) => one?.currency !== first.currency)) return null;
  return amounts.slice(1).reduce<Money>((sum, one) => addMoney(sum, one as Money), first);
}

const differs = (a: Money, b: Money) =>
  a.currency !== b.currency || compare(exact(a.amount), exact(b.amount)) !== 0;
