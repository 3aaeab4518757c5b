import type { DocumentFinding, ReadValue } from '../documents/document-reading.ts';
import { decimalMark } from '../reading/number.ts';
import { orderOf } from '../reading/stated-date.ts';
import { type SpotReader, statedValues, surest } from './candidates.ts';
import { CREDIT_NOTE, type InvoiceContent, NO_SALE } from './e-invoice.ts';
import { ibanOf, sellerVatId } from './identifiers.ts';
import { invoiceCurrency } from './invoice-currency.ts';
import { dayAt } from './invoice-day.ts';
import { invoiceLines } from './invoice-lines.ts';
import { invoiceNumberAt } from './invoice-number.ts';
import { labelledCells } from './labelled-cells.ts';
import { languageOf, localeOf } from './language.ts';
import { onlyValue } from './only-value.ts';
import { partiesOf } from './parties.ts';
import { hasCents, markOf, type PrintedFormat, printedNumbers } from './printed-amounts.ts';
import { proofKindOf } from './proof-kind.ts';
import { onPage, type Source } from './read-spot.ts';
import { rowsOf } from './rows.ts';
import { type Heading, headingOf } from './table-heading.ts';
import { titled } from './titled.ts';
import { totalsOf } from './totals.ts';
import type { Word } from './word.ts';

/** More words are no invoice; of a longer document the beginning is read. */
const MOST_WORDS = 60_000;

/**
 * What an invoice, a receipt or a delivery note says, from the words on its pages: in English, German, French, Spanish, Portuguese, Japanese
 * and Dutch. The words are data; whatever they ask for changes nothing.
 */
export function readInvoice(
  words: readonly Word[],
  how: ReadValue['how'],
  placeOf: Source['placeOf'] = onPage,
): InvoiceContent {
  const source: Source = { how, placeOf };
  const findings: DocumentFinding[] = [];
  const rows = rowsOf(words.slice(0, MOST_WORDS));
  const headings = rows.map((row, at) => headingOf(row, rows.slice(at + 1, at + 4)));
  const cells = labelledCells(
    rows.map((row, at) => (isInHeading(headings, at) ? { ...row, cells: [] } : row)),
  );
  const text = rows.map((row) => row.cells.map((cell) => cell.text).join('\t')).join('\n');
  const language = languageOf(cells);
  const numbers = rows.flatMap((row) => row.cells.flatMap((cell) => printedNumbers(cell.text)));
  const currency = invoiceCurrency(rows, cells, language, source, findings);
  const mark = markOf(numbers);
  const format: PrintedFormat = {
    ...{ mark: mark ?? decimalMark(language), shown: mark !== null },
    currency: currency?.value ?? null,
    cents: hasCents(numbers),
  };
  const locale = localeOf(language, format.currency, text);
  const days = dayAt({ locale, order: orderOf(text.match(DATE) ?? []) });
  const title = titled(rows, days, source);
  const only = (
    label: 'invoiceNumber' | 'invoicedOn' | 'deliveredOn',
    read: SpotReader,
    inTitle: ReadValue | null,
  ) => {
    const stated = surest(statedValues(cells, label, read, source));
    return stated.length > 0 ? onlyValue(label, stated, findings) : inTitle;
  };
  const kind = proofKindOf(text);
  if (kind === 'credit_note') findings.push(CREDIT_NOTE);
  if (kind === 'no_sale') findings.push(NO_SALE);
  const { lines, discounted } = invoiceLines(rows, headings, format, source);
  return {
    kind: kind === 'credit_note' || kind === 'no_sale' ? null : kind,
    fields: {
      invoiceNumber: only('invoiceNumber', invoiceNumberAt, title.number),
      invoicedOn: only('invoicedOn', days, title.day),
      deliveredOn: only('deliveredOn', days, null),
      ...partiesOf(rows, cells, source),
      sellerVatId: sellerVatId(rows, cells, source, findings),
      iban: ibanOf(rows, source),
      currency,
      ...totalsOf(rows, cells, format, source, findings),
    },
    lines,
    findings,
    adjustments: {
      document: statedValues(cells, 'adjustment', numberAt, source).length > 0 ? null : '0',
      lines: lines.map(() => (discounted ? null : '0')),
    },
  };
}

/** Dates of two small numbers and a year. */
const DATE = /(?<![\d./-])\d{1,2}([./-])\d{1,2}\1\d{4}(?!\d)/g;

const numberAt: SpotReader = (text) => {
  const [one] = printedNumbers(text);
  return one && /[1-9]/.test(one.number)
    ? { value: one.number, start: one.start, end: one.end, sure: 1 }
    : null;
};

/** Whether a heading of a table begins in a row, or takes it. */
function isInHeading(headings: readonly (Heading | null)[], at: number): boolean {
  return [0, 1, 2, 3].some((above) => (headings[at - above]?.rows ?? 0) > above);
}
