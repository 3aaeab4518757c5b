import { Decimal } from 'decimal.js';
import type { FieldFaultCode } from '../../../domain/deal/canonical-deal.ts';
import { isCurrency } from '../../../domain/iso-4217.ts';
import { exponentOf, type Money } from '../../../domain/money.ts';
import { type Findings, given } from '../findings.ts';

/** Below the twelve whole digits that the database keeps beside two decimals. */
const MOST = new Decimal('1e12');
const FIELD = 'estimated_value';

/**
 * A stated value from plain decimal text. `12,500.00` is refused rather than guessed at: in half of Europe it would be
 * twelve and a half. Zero is let in for a person to look at.
 */
export function readAmount(
  stated: string | { amount: string; currency: string } | null | undefined,
  besides: string | null | undefined,
  { faults, problems }: Findings,
): Money | null {
  const text = given(typeof stated === 'object' ? stated?.amount : stated);
  if (text === null) return null;
  const currency = (given(typeof stated === 'object' ? stated?.currency : besides) ?? 'USD').toUpperCase();
  const refuse = (code: FieldFaultCode, title: string, fix: string, field = FIELD) => {
    faults.push({ code, title, field, fix });
    return null;
  };
  if (!/^-?\d{1,30}(\.\d{1,10})?$/.test(text))
    return refuse(
      'amount_malformed',
      'The amount is not a plain decimal number.',
      'Write digits with a point, such as 12500.00.',
    );
  if (!isCurrency(currency))
    return refuse(
      'currency_unknown',
      'The currency is no active ISO 4217 code.',
      'Use a three-letter code such as USD or EUR.',
      'currency',
    );
  const amount = new Decimal(text);
  if (amount.isNegative() && !amount.isZero())
    return refuse(
      'amount_negative',
      'The amount is negative.',
      'State the expected value as a positive number.',
    );
  if (amount.gte(MOST))
    return refuse('amount_too_large', 'The amount is too large.', 'State less than 1,000,000,000,000.');
  if (amount.decimalPlaces() > exponentOf(currency))
    return refuse(
      'amount_decimals',
      'The amount has more decimals than its currency.',
      `Use at most ${exponentOf(currency)} decimals.`,
    );
  if (amount.isZero())
    problems.push({ code: 'amount_zero', field: FIELD, title: 'The stated value is zero.' });
  return { amount: amount.abs().toFixed(exponentOf(currency)), currency };
}
