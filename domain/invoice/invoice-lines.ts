import { type DocumentLine, NO_LINE, type ReadValue } from '../documents/document-reading.ts';
import type { InvoiceColumn } from './column-labels.ts';
import { COLUMN_LABELS } from './column-labels.ts';
import { amountValue, decimalValue } from './decimal-value.ts';
import { INVOICE_LABELS } from './invoice-labels.ts';
import { labelAt, labelWords } from './label-table.ts';
import {
  amountOf,
  amountsIn,
  numberOf,
  type PrintedFormat,
  type PrintedNumber,
  printedNumbers,
} from './printed-amounts.ts';
import { type Source, valueAt } from './read-spot.ts';
import type { Cell, Row } from './rows.ts';
import type { Column, Heading } from './table-heading.ts';
import { underHeadings } from './table-row.ts';

export interface InvoiceTable {
  lines: DocumentLine[];
  /** Between price and amount stands a discount. */
  discounted: boolean;
}

/** More are no invoice; files of sales are tables. */
const MOST_LINES = 2_000;
/** How sure a value is that stands under a heading, and one that quantity, price and amount confirm. */
const UNDER_HEADING = 0.95;
const CONFIRMED = 0.98;
/** Less sure is what stands where a person may see another. */
const DOUBTED = 0.8;
/** A description goes on in rows that lie this near, in heights of a row. */
const GOES_ON = 1.6;
const LONGEST_DESCRIPTION = 400;

/**
 * The lines of an invoice: what stands under the headings of its table, on each page, down to the totals.
 * @param headings by row, see headingOf
 */
export function invoiceLines(
  rows: readonly Row[],
  headings: readonly (Heading | null)[],
  format: PrintedFormat,
  source: Source,
): InvoiceTable {
  const lines: DocumentLine[] = [];
  let columns: readonly Column[] = [];
  let discounted = false;
  let totals = false;
  let skip = 0;
  let above: Row | null = null;
  for (const [index, row] of rows.entries()) {
    if (skip > 0) {
      skip -= 1;
      continue;
    }
    const heading = headings[index];
    if (heading) {
      columns = heading.columns;
      discounted ||= columns.some(({ means }) => means === 'discount');
      totals = false;
      skip = heading.rows - 1;
      above = null;
      continue;
    }
    if (columns.length === 0 || lines.length >= MOST_LINES) continue;
    if (isTotal(row)) {
      // Right below a heading stands the rest of it.
      totals = lines.length > 0;
      above = null;
      continue;
    }
    // Another table begins.
    if (row.cells.length > 2 && row.cells.every(({ text }) => /^[^\d]+$/.test(text))) {
      columns = [];
      continue;
    }
    const cells = underHeadings(row, columns);
    const line = lineOf(cells, columns, format, source);
    // Below the totals stand taxes by rate, which look like lines.
    const near =
      above !== null && row.page === above.page && row.top - above.bottom < GOES_ON * (row.bottom - row.top);
    if (line && near && completes(lines.at(-1), line)) above = row;
    else if (line && (!totals || (line.quantity && line.amount && line.unitPrice))) {
      lines.push(line);
      above = row;
    } else if (
      above &&
      row.page === above.page &&
      row.top - above.bottom < GOES_ON * (row.bottom - row.top)
    ) {
      goOn(lines, cells, columns, source);
      above = row;
    } else above = null;
  }
  return { lines, discounted };
}

/** An amount that stands lower than the rest of its line is taken where quantity and price make it. @returns whether it was */
function completes(last: DocumentLine | undefined, line: DocumentLine): boolean {
  if (!last?.quantity || !last.unitPrice || last.amount || !line.amount || line.quantity || line.unitPrice)
    return false;
  if (!makes(last.quantity, last.unitPrice, line.amount)) return false;
  last.amount = line.amount;
  return true;
}

function makes(quantity: ReadValue, unitPrice: ReadValue, amount: ReadValue): boolean {
  return Math.abs(Number(quantity.value) * Number(unitPrice.value) - Number(amount.value)) < 0.005;
}

/** A row with a cell that is the label of a sum, with nothing but figures and currencies behind it. */
function isTotal({ cells }: Row): boolean {
  const first = cells.findIndex(({ text }) => /\p{L}/u.test(text));
  return cells.slice(0, MOST_CELLS).some(({ text }, index) => {
    const words = labelWords(text);
    const label = labelAt(words, 0, INVOICE_LABELS);
    const sums = index === first ? SUMS : OUTRIGHT;
    if (!label?.meanings.some((one) => sums.includes(one.label))) return false;
    const behind = text.slice(words[label.count - 1]?.end ?? 0);
    return !/\p{L}/u.test(behind.replace(/(?<!\p{L})[A-Z]{3}(?!\p{L})/u, ''));
  });
}

const MOST_CELLS = 60;
const OUTRIGHT: readonly string[] = ['net', 'total', 'amount', 'due'];
const SUMS: readonly string[] = [...OUTRIGHT, 'tax'];

function lineOf(
  cells: ReadonlyMap<number, Cell>,
  columns: readonly Column[],
  format: PrintedFormat,
  source: Source,
): DocumentLine | null {
  const under = (means: InvoiceColumn) =>
    columns.flatMap((column, index) => (column.means === means ? (cells.get(index) ?? []) : []));
  const number = (cell: Cell, read: NumberReader): ReadValue | null => {
    const [one, more] = read === amountOf ? amountsIn(cell.text, format) : printedNumbers(cell.text);
    const value = one && more === undefined ? read(one, format) : null;
    return one && value !== null ? at(cell, value, one.start, one.end, source) : null;
  };
  const texts = (means: InvoiceColumn) =>
    under(means).flatMap((cell) => at(cell, cell.text, 0, cell.text.length, source));
  const amounts = under('amount').flatMap((cell) => number(cell, amountOf) ?? []);
  const [quantity = null] = under('quantity').flatMap((cell) => number(cell, numberOf) ?? []);
  const [unitPrice = null] = under('unitPrice').flatMap((cell) => number(cell, priceOf) ?? []);
  const fits = (amount: ReadValue) =>
    quantity !== null && unitPrice !== null && makes(quantity, unitPrice, amount);
  const gross = amounts.length > 0 ? [] : under('gross').flatMap((cell) => number(cell, amountOf) ?? []);
  const fitting = [...amounts, ...gross].find(fits);
  const amount = fitting ?? amounts.at(-1) ?? gross.at(-1) ?? null;
  const [code = null] = texts('sku');
  const text = joined(texts('description'));
  // `Article` may be a number or a name.
  const isName = text === null && code !== null && (/\s/.test(code.value) || !/\d/.test(code.value));
  const sku = isName ? null : code;
  const description = isName ? code : text;
  const [rate = null] = under('taxRate').flatMap((cell) => rateIn(cell, source) ?? []);
  const whole = amount !== null || (quantity !== null && unitPrice !== null);
  if (!whole || (sku === null && description === null && (quantity === null || unitPrice === null)))
    return null;
  const sure = (value: ReadValue | null) =>
    value && fitting && value.how !== 'ocr' && value.confidence >= DOUBTED
      ? { ...value, confidence: CONFIRMED }
      : value;
  return {
    ...NO_LINE,
    ...{ sku, description, taxRate: rate },
    ...{ quantity: sure(quantity), unitPrice: sure(unitPrice), amount: sure(amount) },
  };
}

type NumberReader = (one: PrintedNumber, format: PrintedFormat) => string | null;

function priceOf(one: PrintedNumber, format: PrintedFormat): string | null {
  const value = numberOf(one, format) ?? amountOf(one, format);
  return value === null ? null : amountValue(value, format.currency);
}

const at = (cell: Cell, value: string, start: number, end: number, source: Source): ReadValue =>
  valueAt({ cell }, { value, start, end, confidence: UNDER_HEADING }, source);

const RATE = /(?<![\d.,])(\d{1,2}(?:[.,]\d{1,3})?) ?[%％]?/u;

function rateIn(cell: Cell, source: Source): ReadValue | null {
  const match = RATE.exec(cell.text);
  const value = match ? decimalValue((match[1] as string).replace(',', '.')) : null;
  return match && value !== null ? at(cell, value, match.index, match.index + match[0].length, source) : null;
}

/** A description that goes on in the row below, where an article's number may stand behind its label. */
function goOn(
  lines: DocumentLine[],
  cells: ReadonlyMap<number, Cell>,
  columns: readonly Column[],
  source: Source,
): void {
  const line = lines.at(-1);
  if (!line) return;
  for (const [index, cell] of cells) {
    if (columns[index]?.means !== 'description') continue;
    const { description } = line;
    const words = labelWords(cell.text);
    const label = labelAt(words, 0, COLUMN_LABELS);
    const from = words[(label?.count ?? 0) - 1]?.end ?? 0;
    const code = /^[^\p{L}\p{N}]{0,4}([\p{L}\p{N}][\p{L}\p{N}._/-]{1,40})$/u.exec(cell.text.slice(from));
    if (label?.meanings.some((one) => one.label === 'sku') && code?.[1] && /\d/.test(code[1]) && !line.sku)
      line.sku = at(cell, code[1], cell.text.length - code[1].length, cell.text.length, source);
    else if (description && description.value.length < LONGEST_DESCRIPTION)
      line.description = {
        ...description,
        value: `${description.value} ${cell.text}`,
        text: `${description.text} ${cell.text}`,
      };
  }
}

/** Texts of several columns as one, with the place of the first. */
function joined(texts: readonly ReadValue[]): ReadValue | null {
  const [first] = texts;
  if (!first) return null;
  const all = texts.map(({ value }) => value).join(' ');
  return { ...first, value: all, text: all };
}
