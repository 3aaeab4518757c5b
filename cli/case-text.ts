import type { CaseRow } from '../adapters/store/cases.ts';
import type { Reason } from '../domain/decision.ts';
import type { GateView } from '../domain/gate/gate.ts';
import type { Json } from '../domain/json.ts';

/** The open gate as the workflow keeps it in the row, so that it can be read with no worker running. */
export function openGate(row: CaseRow): GateView | null {
  return row.gate as unknown as GateView | null;
}

/** A field of the summary as text; null when the lifecycle does not keep it. */
export function summaryText(row: CaseRow, name: string): string | null {
  const value: Json | undefined = row.summary[name];
  if (value === undefined || value === null || value === '') return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** `48,000` from `48000.00`, `48,000.50` from `48000.50`: grouped, cents only where there are any. */
export function grouped(amount: string | null): string | null {
  if (amount === null) return null;
  const [whole = '', cents = ''] = amount.split('.');
  const thousands = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return /^0*$/.test(cents) ? thousands : `${thousands}.${cents}`;
}

/** Why a person is asked, in a word or two for a list: the first rule, and how many more. */
export function shortReason(reasons: readonly Reason[]): string {
  const [first, ...more] = reasons;
  if (!first) return '–';
  return more.length === 0 ? first.rule : `${first.rule} +${more.length}`;
}
