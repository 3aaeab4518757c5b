import type { DocumentFinding, ReadValue } from '../documents/document-reading.ts';
import { isCurrency } from '../iso-4217.ts';
import { agreedCurrency, CURRENCY, currencyOf, sharedBy } from '../reading/currency.ts';
import { type SpotReader, statedValues } from './candidates.ts';
import type { InvoiceLanguage } from './invoice-labels.ts';
import type { LabelledCell } from './labelled-cells.ts';
import { contradiction, onlyValue } from './only-value.ts';
import { printedNumbers } from './printed-amounts.ts';
import { type Source, valueAt } from './read-spot.ts';
import type { Cell, Row } from './rows.ts';

/** A sign that several currencies share, such as $, says less than a code. */
const SURE = { code: 0.97, shared: 0.8 };
/** More signs on a page say nothing more. */
const MOST = 500;
const SIGN = new RegExp(CURRENCY, 'giu');

const codeAt: SpotReader = (text) => {
  const match = /^[^\p{L}]{0,4}([A-Z]{3})(?![\p{L}])/u.exec(text);
  const [whole = '', code = ''] = match ?? [];
  return isCurrency(code) ? { value: code, start: whole.length - 3, end: whole.length, sure: 1 } : null;
};

/** A sign beside an amount, or one that stands alone or in a heading: `Amount (EUR)`. */
interface Sign {
  sign: string;
  cell: Cell;
  start: number;
}

/** The currency of an invoice: by its label, else the one that the signs and codes on it agree in. */
export function invoiceCurrency(
  rows: readonly Row[],
  cells: readonly LabelledCell[],
  language: InvoiceLanguage | null,
  source: Source,
  findings: DocumentFinding[],
): ReadValue | null {
  const labelled = statedValues(cells, 'currency', codeAt, source).map(({ value }) => value);
  if (labelled.length > 0) return onlyValue('currency', labelled, findings);
  const beside = signsIn(rows, (cell) =>
    printedNumbers(cell.text).flatMap(({ signs, start, end }) =>
      signs.map((sign) => ({
        sign,
        cell,
        start: start + Math.max(0, cell.text.slice(start, end).indexOf(sign)),
      })),
    ),
  );
  const signs = beside.length > 0 ? beside : signsIn(rows, signsAlone);
  const [first] = signs;
  if (!first) return null;
  const written = [...new Set(signs.map(({ sign }) => sign))];
  const agreed = agreedCurrency(written, language);
  const value = (one: Sign, code: string, confidence: number) =>
    valueAt(
      { cell: one.cell },
      { value: code, start: one.start, end: one.start + one.sign.length, confidence },
      source,
    );
  if (agreed === null) return null;
  if (agreed !== 'ambiguous')
    return value(first, agreed, written.every((sign) => sharedBy(sign) !== null) ? SURE.shared : SURE.code);
  const other = signs.find(({ sign }) => currencyOf(sign, language) !== currencyOf(first.sign, language));
  findings.push(contradiction('currency', value(other ?? first, '', 0)));
  return null;
}

function signsIn(rows: readonly Row[], of: (cell: Cell) => Sign[]): Sign[] {
  const found: Sign[] = [];
  for (const { cells } of rows) for (const cell of cells) if (found.length < MOST) found.push(...of(cell));
  return found;
}

/** A code that follows a letter or a figure is a part of another, such as a BIC. */
function signsAlone(cell: Cell): Sign[] {
  return [...cell.text.slice(0, 80).matchAll(SIGN)]
    .filter(({ index }) => !/[\p{L}\p{N}]/u.test(cell.text[index - 1] ?? ''))
    .filter(
      ([sign]) => /^(?:[A-Z]{3}|[^\p{L}]+|\p{Script=Han}+)$/u.test(sign) && currencyOf(sign, null) !== null,
    )
    .map((match) => ({ sign: match[0], cell, start: match.index }));
}
