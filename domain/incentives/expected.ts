import { compare, exact, fromMinor, minorText, most, over, plus, times, toMinor, ZERO } from '../exact.ts';
import type { Money } from '../money.ts';
import { type Books, openBooks } from './books.ts';
import type { Calculation } from './calculate.ts';
import { budgetLeft } from './caps.ts';
import { daysBetween, periodDays } from './period.ts';
import type { IncentiveProgram } from './program.ts';
import { NO_VOLUME, type Volume } from './rate-line.ts';
import { trueUps } from './true-ups.ts';

/** The liability of a program: what it has earned its partners, and what is to be expected on top of that. Never mixed. */
export interface Expected {
  earned: Money;
  /** For tiers that are not yet reached, on what was sold so far. */
  estimate: Money;
  expected: Money;
  method: IncentiveProgram['estimate']['method'];
  /** By partner, period and rule, where an outcome would pay more. */
  parts: { partner: string; period: string; rule: string; outcomes: PossibleOutcome[]; estimate: Money }[];
}

export interface PossibleOutcome {
  factor: string;
  probability: string;
  /** What the true-up would be if the period ended so. */
  more: Money;
}

/**
 * Earned, and expected by the program's method (IFRS 15.53): the true-ups that what was sold so far would get if each period ended as
 * its outcomes say. An outcome goes by the pace until now and never below what was sold. What may be sold later is no liability yet.
 * @param program the version in force @param asOf day, in the program's zone
 */
export function expectedOf(
  { books, lines }: Pick<Calculation, 'books' | 'lines'>,
  program: IncentiveProgram,
  asOf: string,
): Expected {
  const { currency, estimate } = program;
  const money = (minor: bigint): Money => ({ amount: minorText(minor, currency), currency });
  const groups = books.groups.keys().flatMap((group) => {
    const item = (books.groups.get(group) ?? [])
      .flatMap((line) => books.lines.get(line) ?? [])
      .find(({ share }) => compare(share, ZERO) > 0);
    return item?.rule ? [{ group, item, rule: item.rule.rule }] : [];
  });
  const ways = estimate.outcomes.map((outcome) => {
    // All periods end in one way together: they share caps and budget.
    const trial = openBooks(books);
    const more = groups.map(({ group, item }) => {
      const days = periodDays(item.program, item.source.soldOn);
      const volume = books.volumes.get(group) ?? NO_VOLUME;
      return moreAt(trial, program, group, projected(volume, days, asOf, outcome.factor));
    });
    return { ...outcome, more };
  });
  const parts = groups.flatMap(({ item, rule }, at) => {
    const outcomes = ways.map(({ factor, probability, more }) => ({
      ...{ factor, probability },
      minor: more[at] ?? 0n,
    }));
    const minor = byMethod(outcomes, estimate.method, currency);
    if (outcomes.every((one) => one.minor === 0n)) return [];
    return [
      {
        ...{
          partner: item.partner,
          period: item.period,
          rule,
          minor,
          estimate: money(minor),
        },
        outcomes: outcomes.map(({ factor, probability, minor: more }) => ({
          factor,
          probability,
          more: money(more),
        })),
      },
    ];
  });
  const earned = lines.reduce((sum, { minor }) => sum + minor, 0n);
  const more = parts.reduce((sum, { minor }) => sum + minor, 0n);
  return {
    earned: money(earned),
    estimate: money(more),
    expected: money(earned + more),
    method: estimate.method,
    parts: parts.map(({ minor: _, ...part }) => part),
  };
}

/** Where the volume ends at the pace until now, times a factor; as it is once the period is over. */
function projected(volume: Volume, days: { from: string; to: string }, asOf: string, factor: string): Volume {
  const length = daysBetween(days.from, days.to) + 1;
  const gone = daysBetween(days.from, asOf) + 1;
  if (gone >= length) return volume;
  const pace = times(over(exact(String(length)), exact(String(Math.max(1, gone)))), exact(factor));
  const at = (now: Volume['amount']) => most(now, times(now, pace));
  return { amount: at(volume.amount), units: at(volume.units) };
}

/** What the budget has no room for is not paid. */
function moreAt(trial: Books, program: IncentiveProgram, group: string, volume: Volume): bigint {
  const room = budgetLeft(trial, program);
  trial.volumes.set(group, volume);
  const more = trueUps(trial, [group], 'estimate', true).reduce((sum, { minor }) => sum + minor, 0n);
  if (room === null || more <= room) return more;
  return room > 0n ? room : 0n;
}

function byMethod(
  outcomes: readonly { probability: string; minor: bigint }[],
  method: IncentiveProgram['estimate']['method'],
  currency: string,
): bigint {
  if (method === 'expected_value')
    return toMinor(
      outcomes
        .map(({ probability, minor }) => times(fromMinor(minor, currency), exact(probability)))
        .reduce(plus, ZERO),
      currency,
    );
  const likeliest = outcomes.reduce((best, one) =>
    compare(exact(one.probability), exact(best.probability)) > 0 ? one : best,
  );
  return likeliest.minor;
}
