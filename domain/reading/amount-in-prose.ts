import type { Money } from '../money.ts';
import { findAmounts } from './amounts.ts';
import { type Choice, chooseInProse } from './choose.ts';
import { VALUE_WORDS } from './context-words.ts';
import { isCalledTotal } from './total-words.ts';

/**
 * The value of a deal in running text: the one amount that a telling word speaks for; of several the one that is called the total. One that
 * stands beside a rate, a range or a bound in the same sentence competes with it, and nothing is chosen.
 */
export function amountInProse(running: string, locale: string | null): Choice<Money> {
  const found = findAmounts(running, { locale });
  const totals = found.filter((one) => one.value !== null && isCalledTotal(running, one));
  const amounts = totals.length === 1 ? totals : found;
  const choice = chooseInProse(running, amounts, VALUE_WORDS, moneyText, 'amount_ambiguous');
  if (choice === null || 'code' in choice) return choice;
  const { start, end } = choice.candidate;
  const beside = amounts.find(
    (one) =>
      one.code !== undefined &&
      one.value === null &&
      !/[.!?\n]\s/.test(one.end <= start ? running.slice(one.end, start) : running.slice(end, one.start)),
  );
  return beside?.code ? { code: beside.code } : choice;
}

/** Two amounts of one currency and value are the same. */
export function moneyText({ amount, currency }: Money): string {
  return `${currency} ${Number(amount)}`;
}
