import type { IntakeProblem } from '../../domain/intake-problem.ts';
import type { Money } from '../../domain/money.ts';
import { amountFaultText } from '../../domain/reading/amount-fault-text.ts';
import type { SourceFormat } from '../../domain/reading/source-format.ts';
import { statedMoney } from '../../domain/reading/stated-amount.ts';
import { type Findings, given } from './findings.ts';

type Stated = string | { amount: string; currency: string } | null | undefined;

/** Where an amount's faults go, and that it has no currency, which refuses nothing. */
interface Noted extends Pick<Findings, 'faults'> {
  problems: { push(problem: IntakeProblem & { code: 'currency_missing' }): unknown };
}

/** An amount above 0 with its currency. One without any currency is no amount yet: its partner is asked. */
export function readMoney(
  field: string,
  stated: Stated,
  beside: string | null,
  { faults, problems }: Noted,
  format: SourceFormat,
): Money | null {
  const text = given(typeof stated === 'object' ? stated?.amount : stated);
  if (text === null) return null;
  const currency = typeof stated === 'object' && stated !== null ? stated.currency : (beside ?? '');
  const read = statedMoney(text, [currency], format);
  if ('money' in read) {
    if (/[1-9]/.test(read.money.amount)) return read.money;
    faults.push({ code: 'amount_malformed', title: 'The amount is zero.', field, fix: ABOVE_ZERO });
    return null;
  }
  const { code } = read.fault;
  const [title, fix] = amountFaultText(read.fault);
  if (code === 'currency_missing') problems.push({ code, field, title });
  else faults.push({ code, title, field, fix: code === 'amount_negative' ? ABOVE_ZERO : fix });
  return null;
}

const ABOVE_ZERO = 'State it as an amount above 0; what goes back to a customer is a refund.';

/** ISO 8601: the one form that cannot be two days. */
export function readDay(
  field: string,
  stated: string | null | undefined,
  { faults }: Pick<Findings, 'faults'>,
): string | null {
  const text = given(stated);
  if (text === null) return null;
  const date = new Date(`${text}T00:00:00Z`);
  const isDay = /^20\d{2}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime());
  if (isDay && date.toISOString().startsWith(text)) return text;
  faults.push({
    code: 'date_malformed',
    title: 'The day is no day of the calendar in this century.',
    field,
    fix: 'Write it as 2026-11-28.',
  });
  return null;
}
