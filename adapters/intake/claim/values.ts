import type { ClaimProblem } from '../../../domain/claim/received-claim.ts';
import { type FieldFault, type Findings, given } from '../findings.ts';

/** What reading a claim finds. */
export type Found = Findings<ClaimProblem>;

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
