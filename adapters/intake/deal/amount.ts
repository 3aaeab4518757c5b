import { Decimal } from 'decimal.js';
import type { Money } from '../../../domain/money.ts';
import { amountFaultText } from '../../../domain/reading/amount-fault-text.ts';
import type { SourceFormat } from '../../../domain/reading/source-format.ts';
import { statedMoney } from '../../../domain/reading/stated-amount.ts';
import { type Findings, given } from '../findings.ts';

const FIELD = 'estimated_value';

/**
 * A stated value with its currency. What can be read as two numbers, or as two currencies, is refused and both are named. Zero is let in
 * for a person to look at.
 */
export function readAmount(
  stated: string | { amount: string; currency: string } | null | undefined,
  besides: string | null | undefined,
  { faults, problems }: Findings,
  format: SourceFormat,
): Money | null {
  const text = given(typeof stated === 'object' ? stated?.amount : stated);
  if (text === null) return null;
  const beside = given(typeof stated === 'object' ? stated?.currency : besides);
  const read = statedMoney(text, beside, { ...format, currency: format.currency ?? 'USD' });
  if ('fault' in read) {
    const { code } = read.fault;
    const [title, fix] = amountFaultText(read.fault);
    faults.push({ code, title, field: code.startsWith('currency') ? 'currency' : FIELD, fix });
    return null;
  }
  if (new Decimal(read.money.amount).isZero())
    problems.push({ code: 'amount_zero', field: FIELD, title: 'The stated value is zero.' });
  return read.money;
}
