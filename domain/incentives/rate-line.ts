import {
  compare,
  type Exact,
  exact,
  exactText,
  least,
  minorText,
  minus,
  most,
  ONE,
  over,
  plus,
  times,
  toMinor,
  ZERO,
} from '../exact.ts';
import type { Money } from '../money.ts';
import type { ClaimLine } from './claim.ts';
import { inProgramCurrency } from './exchange.ts';
import type { Accelerator, Bonus, EarningRule, IncentiveProgram, Rate, Tiers } from './program.ts';
import type { TraceStep } from './trace.ts';

/** What was sold, by amount in the program's currency and by units. */
export interface Volume {
  amount: Exact;
  units: Exact;
}

export const NO_VOLUME: Volume = { amount: ZERO, units: ZERO };

/** What a line, or the part of it that still stands, adds to the volume. */
export function volumeOf(line: ClaimLine, share: Exact): Volume {
  return {
    amount: times(inProgramCurrency(line), share),
    units: times(exact(String(line.quantity)), share),
  };
}

export const addVolume = (a: Volume, b: Volume): Volume => ({
  amount: plus(a.amount, b.amount),
  units: plus(a.units, b.units),
});

export const lessVolume = (a: Volume, b: Volume): Volume => ({
  amount: minus(a.amount, b.amount),
  units: minus(a.units, b.units),
});

export const measured = ({ amount, units }: Volume, by: 'volume' | 'units'): Exact =>
  by === 'volume' ? amount : units;

/** The tier that a total has reached, counted from 0; thresholds are inclusive. */
export function tierReached({ by, steps }: Tiers, total: Volume): number {
  const reached = steps.filter(({ from }) => compare(exact(from), measured(total, by)) <= 0).length;
  return Math.max(0, reached - 1);
}

/** The accelerator that a total has reached; null: none. */
export function acceleratorReached(accelerators: readonly Accelerator[], total: Volume): Accelerator | null {
  return accelerators.filter(({ by, from }) => compare(exact(from), measured(total, by)) <= 0).at(-1) ?? null;
}

/** How a line is rated. */
export interface Rating {
  rule: EarningRule;
  bonuses: Bonus[];
  accelerator: Accelerator | null;
  /** Of retroactive tiers the one that counts, from 0. */
  tier: number | null;
  /** Of other tiers: what the partner had sold under the rule before this line. */
  before: Volume;
  /** How much of the line still stands, 0 to 1. */
  share: Exact;
}

/** What a line earns before caps, rounded once, and how. `minor` is in minor units of the program's currency. */
export function rateLine(
  { currency }: Pick<IncentiveProgram, 'currency'>,
  line: ClaimLine,
  rating: Rating,
): { minor: bigint; steps: TraceStep[] } {
  const { rule, bonuses, accelerator, share } = rating;
  const size = volumeOf(line, share);
  const sum = (total: Exact, { part }: { part: Exact }) => plus(total, part);
  const base = slicesOf(rule, rating, size).map(({ rate, of }) => rated(rate, of, share, currency, 'rate'));
  const added = bonuses.map(({ gives }) => rated(gives, size, share, currency, 'bonus'));
  const plain = [...base, ...added].reduce(sum, ZERO);
  const factor = accelerator === null ? ONE : exact(accelerator.factor);
  const due = times(plain, factor);
  const minor = toMinor(due, currency);
  return {
    minor,
    steps: [
      ...exchanged(line, currency),
      ...[...base, ...added].map(({ step }) => step),
      ...(accelerator === null
        ? []
        : [step('accelerator', `${exactText(plain)} ${currency} × ${accelerator.factor}`, exactText(due))]),
      step(
        'rounding',
        `${exactText(due)} ${currency}, half away from zero`,
        `${minorText(minor, currency)} ${currency}`,
      ),
    ],
  };
}

/** The parts of a line with the rate of each: several only where tiers that are not retroactive cut it. */
function slicesOf(
  { gives }: EarningRule,
  { tier, before }: Rating,
  size: Volume,
): { rate: Rate; of: Volume }[] {
  if (!('steps' in gives)) return [{ rate: gives, of: size }];
  if (gives.retroactive) {
    const step = gives.steps[tier ?? 0];
    return step ? [{ rate: step.rate, of: size }] : [];
  }
  const { by, steps } = gives;
  const begins = measured(before, by);
  const ends = plus(begins, measured(size, by));
  return steps.flatMap(({ from, below, rate }) => {
    // The tenth unit is the one between 9 and 10.
    const edge = (at: string) => (by === 'units' ? minus(exact(at), ONE) : exact(at));
    const low = most(begins, edge(from));
    const high = below === null ? ends : least(ends, edge(below));
    if (compare(high, low) <= 0) return [];
    const part = minus(high, low);
    return [{ rate, of: by === 'volume' ? { ...size, amount: part } : { ...size, units: part } }];
  });
}

function rated(
  rate: Rate,
  of: Volume,
  share: Exact,
  currency: string,
  does: 'rate' | 'bonus',
): { part: Exact; step: TraceStep } {
  const [part, arithmetic] =
    'percent' in rate
      ? [
          over(times(of.amount, exact(rate.percent)), exact('100')),
          `${exactText(of.amount)} ${currency} × ${rate.percent} %`,
        ]
      : 'perUnit' in rate
        ? [times(of.units, exact(rate.perUnit.amount)), `${exactText(of.units)} × ${money(rate.perUnit)}`]
        : [times(share, exact(rate.perLine.amount)), `${exactText(share)} × ${money(rate.perLine)}`];
  return { part, step: step(does, arithmetic, exactText(part)) };
}

function exchanged({ amount, exchange }: ClaimLine, currency: string): TraceStep[] {
  if (exchange === null) return [];
  const converted = inProgramCurrency({ amount, exchange });
  const rates = `× ${exchange.from.usd} ÷ ${exchange.to.usd}`;
  return [step('exchange', `${money(amount)} ${rates}`, `${exactText(converted)} ${currency}`)];
}

const money = ({ amount, currency }: Money) => `${amount} ${currency}`;
const step = (does: TraceStep['does'], arithmetic: string, result: string): TraceStep => ({
  does,
  arithmetic,
  result,
});
