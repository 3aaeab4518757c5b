import type { ClaimProblem } from '../../../domain/claim/received-claim.ts';
import type { Money } from '../../../domain/money.ts';
import { amountFaultText } from '../../../domain/reading/amount-fault-text.ts';
import type { SourceFormat } from '../../../domain/reading/source-format.ts';
import { statedMoney } from '../../../domain/reading/stated-amount.ts';
import { type FieldFault, type Findings, given } from '../findings.ts';

/** What reading a claim finds. */
export type Found = Findings<ClaimProblem>;

type Stated = string | { amount: string; currency: string } | null | undefined;

/** An amount above 0 with its currency. One without any currency is no amount yet: its partner is asked. */
export function readMoney(
  field: string,
  stated: Stated,
  beside: string | null,
  { faults, problems }: Found,
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

const ABOVE_ZERO = 'State what was sold as an amount above 0; money that goes back is no claim.';

/** ISO 8601: the one form that cannot be two days. */
export function readDay(field: string, stated: string | null | undefined, { faults }: Found): string | null {
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

/** A whole number above 0, as plain digits. */
export function readQuantity(field: string, stated: string, { faults }: Found): string {
  const match = /^0*([1-9]\d{0,8})(?:\.0+)?$/.exec(stated.trim());
  if (match) return match[1] as string;
  faults.push(notWhole(field));
  return '';
}

const notWhole = (field: string): FieldFault => ({
  code: 'amount_malformed',
  title: 'The quantity is no whole number above 0.',
  field,
  fix: 'Write it in digits, such as 12.',
});

/** Weight of a person among all; 1 when absent. */
export function readShare(field: string, stated: string | null | undefined, { faults }: Found): string {
  const text = given(stated);
  if (text === null) return '1';
  if (/^\d{1,6}(?:\.\d{1,6})?$/.test(text) && /[1-9]/.test(text)) return text;
  faults.push({
    code: 'amount_malformed',
    title: 'The share is no number above 0.',
    field,
    fix: 'Write it as a decimal, such as 50 or 33.3.',
  });
  return '1';
}

/** ISO 3166-1, two letters. */
export function readCountry(stated: string | null | undefined, { faults }: Found): string | null {
  const text = given(stated)?.toUpperCase() ?? null;
  if (text === null || /^[A-Z]{2}$/.test(text)) return text;
  faults.push({
    code: 'wrong_type',
    title: 'The country is no code of two letters.',
    field: 'country',
    fix: 'Write it as ISO 3166-1 does, such as DE.',
  });
  return null;
}
