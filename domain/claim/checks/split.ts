import { compare, type Exact, exact, minorText, plus, times, toMinor } from '../../exact.ts';
import { type DatedRate, rateAsOf } from '../../exchange-rate.ts';
import type { IncentiveProgram } from '../../incentives/program.ts';
import type { ClaimFacts } from './claim-facts.ts';
import { type ClaimFinding, claimFinding } from './claim-finding.ts';
import { sameCustomer } from './customer-words.ts';
import type { PastClaims, PastLine } from './past-claims.ts';
import { withinDays } from './same-sale.ts';

/** Sales to one customer that are further apart are taken for several orders. */
const DAYS = 5;

/**
 * Claims of one partner, program and customer, sold within a few days, that each stay below what is paid without a person, or below what one
 * claim may earn, and pass it together.
 * @param exchange published rates, and the day whose rate counts
 */
export function splitFindings(
  past: PastClaims,
  program: Pick<IncentiveProgram, 'automaticUpToUsd' | 'caps'> | null,
  { rates, day }: { rates: readonly DatedRate[]; day: string },
): ClaimFinding[] {
  const { facts } = past;
  if (program === null || facts.usd === null) return [];
  const own = exact(facts.usd);
  const parts = partsOf(facts, past.lines);
  const passed = ceilingsOf(program, rates, day).flatMap((ceiling) => {
    const below = [...parts].filter(([, usd]) => compare(usd, ceiling) <= 0);
    const sum = below.reduce((total, [, usd]) => plus(total, usd), own);
    const split = below.length > 0 && compare(own, ceiling) <= 0 && compare(sum, ceiling) > 0;
    return split ? [{ ceiling, sum, cases: below.map(([one]) => one).sort() }] : [];
  });
  const [first] = passed;
  if (!first) return [];
  const { cases, sum, ceiling } = first;
  const others = cases.length === 1 ? 'one other claim' : `${cases.length} other claims`;
  const text = `With ${others} for the same customer within ${DAYS} days it comes to ${usd(sum)}; the limit of one claim is ${usd(ceiling)}, and each of them is within it`;
  return [claimFinding('split', text, cases[0] as string, { value: usd(sum) })];
}

const usd = (amount: Exact) => `USD ${minorText(toMinor(amount, 'USD'), 'USD')}`;

function ceilingsOf(
  { automaticUpToUsd, caps }: Pick<IncentiveProgram, 'automaticUpToUsd' | 'caps'>,
  rates: readonly DatedRate[],
  day: string,
): Exact[] {
  const perClaim = caps.flatMap(({ per, amount }) => (per === 'claim' && amount ? [amount] : []));
  const known = perClaim.flatMap(({ amount, currency }) => {
    const rate = rateAsOf(rates, currency, day);
    return rate ? [times(exact(amount), exact(rate.value))] : [];
  });
  return [exact(automaticUpToUsd), ...known];
}

/** The other claims by what each asks for. */
function partsOf(facts: ClaimFacts, lines: readonly PastLine[]): Map<string, Exact> {
  const days = facts.lines.map(({ soldOn }) => soldOn);
  const parts = lines.filter(
    ({ by, program, claimUsd, soldOn, customer, shares, before, standing }) =>
      by === 'same' &&
      program === facts.program &&
      claimUsd !== null &&
      (before || standing === 'granted') &&
      days.some((day) => withinDays(day, soldOn, DAYS)) &&
      (shares.includes('deal') || sameCustomer(facts.customer, customer) === true),
  );
  return new Map(parts.map((part) => [part.case, exact(part.claimUsd as string)]));
}
