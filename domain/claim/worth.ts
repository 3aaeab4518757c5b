import { exact, minorText, times, toMinor } from '../exact.ts';
import { rateAsOf } from '../exchange-rate.ts';
import type { AccrualLine } from '../incentives/accruals.ts';
import { calculate } from '../incentives/calculate.ts';
import type { Claim } from '../incentives/claim.ts';
import type { IncentiveProgram, Rate } from '../incentives/program.ts';
import type { TraceStep } from '../incentives/trace.ts';
import { addMoney, type Money } from '../money.ts';
import type { ClaimEvidence } from './evidence.ts';

/** What a line earns by itself, and how. */
export interface LineEarning {
  line: string;
  amount: Money;
  steps: TraceStep[];
}

export interface Worth {
  /** What the claim earns by itself. What was sold before it, and caps that it used up, count when it is booked. */
  earned: Money;
  lines: LineEarning[];
  /** The most that it may earn, whatever was sold before: tiers and accelerators at their highest. */
  most: Money;
}

/** What a claim is worth by the versions of its program. @throws RangeError as calculate */
export function worthOf({ versions }: Pick<ClaimEvidence, 'versions'>, claim: Claim): Worth {
  const programs = versions.map(({ body }) => body);
  const currency = programs[0]?.currency ?? 'USD';
  const own = earning(programs, claim);
  const highest = highestRates(programs).map((each) => earning(each, claim).total);
  const most = highest.reduce((high, each) => (each > high ? each : high), own.total);
  const money = (minor: bigint): Money => ({ amount: minorText(minor, currency), currency });
  return { earned: money(own.total), lines: own.lines, most: money(most) };
}

function earning(versions: readonly IncentiveProgram[], claim: Claim) {
  // A budget makes a claim wait; it does not change what it is worth.
  const unlimited = versions.map((version) => ({ ...version, budget: null }));
  const { lines } = calculate(unlimited, [
    { kind: 'claim', event: claim.claim, claim: withSomePayee(claim) },
  ]);
  const sum = (some: readonly AccrualLine[]) => some.reduce((total, { minor }) => total + minor, 0n);
  // Several payees share a line.
  const ofLine = [...Map.groupBy(lines, ({ line }) => line)].map(([line, shares]): LineEarning => {
    const { currency } = shares[0]?.amount ?? { currency: '' };
    const steps = shares[0]?.trace.steps.filter(({ does }) => does !== 'split') ?? [];
    return { line, amount: { amount: minorText(sum(shares), currency), currency }, steps };
  });
  return { total: sum(lines), lines: ofLine };
}

/** The same claim with somebody to be paid: what it is worth does not depend on who that is. */
export function withSomePayee(claim: Claim): Claim {
  const persons = [{ person: 'person', share: '1', consent: null }];
  return { ...claim, persons, distributor: claim.distributor ?? 'distributor' };
}

/** The most that paying it may book: what it may earn, and what it adds to earlier claims. */
export const mostBooked = ({ lifted }: Pick<ClaimEvidence, 'lifted'>, { most }: Worth): Money =>
  lifted ? addMoney(most, lifted) : most;

/** The same programs with each tier as their only one, and the highest accelerator reached from the beginning. */
function highestRates(versions: readonly IncentiveProgram[]): IncentiveProgram[][] {
  const depth = Math.max(
    1,
    ...versions.flatMap(({ rules }) => rules.map(({ gives }) => ('steps' in gives ? gives.steps.length : 1))),
  );
  return Array.from({ length: depth }, (_, at) =>
    versions.map((version) => ({
      ...version,
      rules: version.rules.map((rule) => ({ ...rule, gives: rateAt(rule.gives, at) })),
      accelerators: version.accelerators.slice(-1).map((last) => ({ ...last, from: '0' })),
    })),
  );
}

function rateAt(gives: IncentiveProgram['rules'][number]['gives'], at: number): Rate {
  if (!('steps' in gives)) return gives;
  const { steps } = gives;
  const step = steps[Math.min(at, steps.length - 1)];
  if (!step) throw new RangeError('a tiered rule has no tier');
  return step.rate;
}

/**
 * The most that is at stake, in USD with cents at the rate of the day of the look: what it may book or, where that is more, what its partner
 * expects. Null without a rate.
 */
export function usdAtStake(
  evidence: Pick<ClaimEvidence, 'stated' | 'rates' | 'asOf' | 'lifted'>,
  worth: Worth,
): string | null {
  const { stated, rates, asOf } = evidence;
  const amounts = [mostBooked(evidence, worth), ...(stated.total === null ? [] : [stated.total])];
  const usd = amounts.map(({ amount, currency }) => {
    const rate = rateAsOf(rates, currency, asOf.slice(0, 10));
    return rate && toMinor(times(exact(amount), exact(rate.value)), 'USD');
  });
  if (usd.includes(null)) return null;
  const highest = usd.reduce<bigint>((high, each) => (each !== null && each > high ? each : high), 0n);
  return minorText(highest, 'USD');
}
