import { Decimal } from 'decimal.js';
import type { DealProblem } from '../../../domain/deal/canonical-deal.ts';
import type { Money } from '../../../domain/money.ts';
import { amountFaultText } from '../../../domain/reading/amount-fault-text.ts';
import type { SourceFormat } from '../../../domain/reading/source-format.ts';
import { statedMoney } from '../../../domain/reading/stated-amount.ts';
import { type Findings, given } from '../findings.ts';
import type { NamedFields } from './field-names.ts';

const FIELD = 'estimated_value';

/** What stands around the amounts of a record. */
export interface AmountContext {
  format: SourceFormat;
  /** Currencies beside them. */
  besides: readonly string[];
  /** Another field holds an amount, too. */
  twice: boolean;
}

/** A source's own currency is never taken where a field that is not read may name another. */
export function amountContext(
  { currencies, currencyUnread, twice }: NamedFields,
  format: SourceFormat,
): AmountContext {
  return {
    format: currencyUnread ? { ...format, currency: null } : format,
    besides: currencies,
    twice: twice === FIELD,
  };
}

/**
 * A stated value with its currency. What can be read as two numbers, or as two currencies, is refused and both are named. One without any
 * currency is no value yet: its partner is asked. Zero is let in for a person to look at.
 */
export function readAmount(
  stated: string | { amount: string; currency: string } | null | undefined,
  { faults, problems }: Findings<DealProblem>,
  { format, besides, twice }: AmountContext,
): Money | null {
  const text = given(typeof stated === 'object' ? stated?.amount : stated);
  if (text === null) return null;
  if (twice) {
    faults.push(TWICE);
    return null;
  }
  const read = statedMoney(text, typeof stated === 'object' ? [stated?.currency ?? ''] : besides, format);
  if ('fault' in read) {
    const { code } = read.fault;
    const [title, fix] = amountFaultText(read.fault);
    if (code === 'currency_missing') problems.push({ code, field: FIELD, title });
    else faults.push({ code, title, field: code.startsWith('currency') ? 'currency' : FIELD, fix });
    return null;
  }
  if (new Decimal(read.money.amount).isZero())
    problems.push({ code: 'amount_zero', field: FIELD, title: 'The stated value is zero.' });
  return read.money;
}

const TWICE = {
  code: 'amount_ambiguous',
  title: 'Two fields hold the amount.',
  field: FIELD,
  fix: 'Send the value of the deal as estimated_value.',
} as const;
