import type { DocumentFinding } from '../documents/document-reading.ts';
import type { InvoiceContent } from './e-invoice.ts';
import { contradiction } from './only-value.ts';
import { printedNumbers } from './printed-amounts.ts';
import { rowsOf } from './rows.ts';
import type { Word } from './word.ts';

/** What a person would be misled by, where the page says another than the attached file. */
const COMPARED = [
  'invoiceNumber',
  'invoicedOn',
  'sellerVatId',
  'iban',
  'currency',
  'net',
  'tax',
  'total',
] as const;
/** A page value that is less sure contradicts nothing. */
const SURE = 0.9;

/**
 * The invoice of an attached file, held against the pages that carry it: where a page clearly states another number, day, account, VAT id, currency or amount, and the
 * file's own stands nowhere on the pages, the two contradict each other and the field is null.
 */
export function heldAgainstPages(
  attached: InvoiceContent,
  printed: InvoiceContent,
  words: readonly Word[],
): InvoiceContent {
  const cells = rowsOf(words).flatMap((row) => row.cells.map(({ text }) => text));
  const numbers = new Set(
    cells.flatMap((text) => printedNumbers(text).map(({ number }) => digitsOf(number))),
  );
  const letters = cells.map(lettersOf);
  const stands = (field: (typeof COMPARED)[number], own: string) => {
    switch (field) {
      case 'invoiceNumber':
      case 'currency':
        return cells.some((text) => text.includes(own));
      case 'sellerVatId':
      case 'iban':
        return letters.some((text) => text.includes(lettersOf(own)));
      case 'invoicedOn':
        return printed.fields.deliveredOn?.value === own;
      default:
        return numbers.has(digitsOf(own));
    }
  };
  const fields = { ...attached.fields };
  const findings: DocumentFinding[] = [...attached.findings];
  for (const field of COMPARED) {
    const [own, other] = [attached.fields[field], printed.fields[field]];
    if (!own || !other || other.confidence < SURE || own.value === other.value) continue;
    if (stands(field, own.value)) continue;
    findings.push(contradiction(field, other));
    fields[field] = null;
  }
  return { ...attached, fields, findings };
}

const lettersOf = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase();

/** `1.234,50` and `1234.5` are written with the same digits. */
function digitsOf(number: string): string {
  const digits = number.replace(/\D/g, '');
  return /[.,]\d{2}$/.test(number) || !/[.,]\d$/.test(number) ? digits : `${digits}0`;
}
