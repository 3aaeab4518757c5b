import { normaliseCompanyName } from '../company/company-name.ts';
import { compare, exact, exactText } from '../exact.ts';

/** Invoice numbers and SKUs are compared without case, blanks and marks: `INV 2026/014` is `inv-2026-014`. */
export function sameCode(a: string, b: string): boolean {
  return codeOf(a) === codeOf(b);
}

/** A SKU, or a number of an invoice, as it is compared. */
export function codeOf(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** The words of a text as they are compared with a SKU, each once. */
export function codesIn(text: string): string[] {
  return [
    ...new Set(
      text
        .toUpperCase()
        .split(/[\s,;:()[\]]+/)
        .map(codeOf),
    ),
  ];
}

/** Companies by what identifies them; names of which nothing identifying is left are never the same. */
export function sameCompany(a: string, b: string): boolean {
  const name = normaliseCompanyName(a);
  return name !== '' && name === normaliseCompanyName(b);
}

/** Plain decimals by their value: `10` is `10.00`. What is no decimal is no other's same. */
export function sameNumber(a: string, b: string): boolean {
  return DECIMAL.test(a) && DECIMAL.test(b) && compare(exact(a), exact(b)) === 0;
}

/** A plain decimal in the one form that all of its spellings share: `10.00` → `10`. Null for what is none. */
export function decimalText(text: string): string | null {
  return DECIMAL.test(text) ? exactText(exact(text)) : null;
}

const DECIMAL = /^-?\d+(?:\.\d+)?$/;
