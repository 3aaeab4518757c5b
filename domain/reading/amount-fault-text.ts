import { exponentOf } from '../exponent.ts';
import { toPlaces } from './number-format.ts';
import type { AmountFault } from './stated-amount.ts';

/** What is wrong with an amount, and what its sender can write instead; of one with two readings both. */
export function amountFaultText(fault: AmountFault): readonly [title: string, fix: string] {
  switch (fault.code) {
    case 'amount_ambiguous': {
      const [first, second] = fault.either;
      // The one without decimals is the larger: its mark stands between thousands.
      const [larger, smaller] = (first.includes('.') ? [second, first] : [first, second]).map((each) =>
        toPlaces(each, exponentOf(fault.currency)),
      );
      return [
        `The amount can be read as ${first} and as ${second}.`,
        `Write ${larger} or ${smaller}, with its decimals.`,
      ];
    }
    case 'amount_decimals':
      return [
        'The amount has more decimals than its currency.',
        `Use at most ${exponentOf(fault.currency)} decimals.`,
      ];
    case 'amount_malformed':
      return ['The amount is not a plain decimal number.', 'Write digits with a point, such as 12500.00.'];
    case 'amount_negative':
      return ['The amount is negative.', 'State the expected value as a positive number.'];
    case 'amount_too_large':
      return ['The amount is too large.', 'State less than 1,000,000,000,000.'];
    case 'currency_ambiguous':
      return [
        'What stands beside the amount names no single currency.',
        'Name one currency by its three-letter code, such as USD or CAD.',
      ];
    case 'currency_missing':
      return ['The amount names no currency.', 'Send its three-letter code as currency, such as USD or EUR.'];
    case 'currency_unknown':
      return ['The currency is no active ISO 4217 code.', 'Use a three-letter code such as USD or EUR.'];
  }
}
