import { normaliseCompanyName } from '../company/company-name.ts';
import { compare, exact } from '../exact.ts';

/** Invoice numbers and SKUs are compared without case, blanks and marks: `INV 2026/014` is `inv-2026-014`. */
export function sameCode(a: string, b: string): boolean {
  return code(a) === code(b);
}

/** Whether a SKU stands in a text as a word of its own. */
export function names(text: string, sku: string): boolean {
  const words = text.toUpperCase().split(/[\s,;:()[\]]+/);
  return words.some((word) => code(word) === code(sku));
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

const DECIMAL = /^-?\d+(?:\.\d+)?$/;

function code(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
