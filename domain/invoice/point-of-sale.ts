import {
  type DocumentFinding,
  type DocumentLine,
  type LineField,
  NO_FIELDS,
  NO_LINE,
  type ReadContent,
  type ReadValue,
} from '../documents/document-reading.ts';
import { exponentOf } from '../exponent.ts';
import { isCurrency } from '../iso-4217.ts';
import { agreedCurrency, CURRENCY } from '../reading/currency.ts';
import { formatOf } from '../reading/number-format.ts';
import { plainText } from '../reading/plain.ts';
import { orderOf } from '../reading/stated-date.ts';
import type { GridRow, Headings, Table } from '../tables/table.ts';
import { COLUMN_LABELS, type InvoiceColumn } from './column-labels.ts';
import { amountValue } from './decimal-value.ts';
import { dayAt } from './invoice-day.ts';
import { labelAt, labelWords } from './label-table.ts';
import { contradiction } from './only-value.ts';
import { amountOf, numberOf, type PrintedNumber, printedNumbers } from './printed-amounts.ts';

/** More are reported in several files. */
export const MOST_SALES = 20_000;
/** A cell that a program holds as a number has one reading; a text has the one of its column. */
const SURE = { typed: 0.99, text: 0.96 };
const SIGNS = new RegExp(CURRENCY, 'giu');

/** What a heading of a file of sales says in whole, but for its currency: `Net amount (EUR)`. */
export function salesColumn(heading: string): InvoiceColumn | null {
  const words = labelWords(plainText(heading.slice(0, 80)));
  const label = labelAt(words, 0, COLUMN_LABELS);
  const rest = words.slice(label?.count ?? 0);
  const unit = /^(?:in|en|em)$/;
  const says = rest.every(({ word }) => isCurrency(word.toUpperCase()) || unit.test(word));
  return label && says ? (label.meanings[0]?.label ?? null) : null;
}

/** Headings of a file of sales. */
export const SALES_HEADINGS: Headings = {
  known: (heading) => salesColumn(heading) !== null,
  isId: (heading) => salesColumn(heading) === 'invoiceNumber',
};

/**
 * The lines of a file of sales at the till or by a distributor: each row a line, by the headings of its columns.
 * @returns null where its columns name nothing that is sold, or neither a quantity nor an amount
 */
export function readSales(table: Table): ReadContent | null {
  const column = (means: InvoiceColumn) => {
    const found = table.headings.flatMap((heading, index) => (salesColumn(heading) === means ? [index] : []));
    return found[0] ?? null;
  };
  const columns = {
    ...{ sku: column('sku'), description: column('description'), quantity: column('quantity') },
    ...{ unitPrice: column('unitPrice'), amount: column('amount'), taxRate: column('taxRate') },
    ...{ soldOn: column('day'), invoiceNumber: column('invoiceNumber'), customer: column('customer') },
  } satisfies Record<LineField, number | null>;
  const sold = columns.sku ?? columns.description;
  if (sold === null || (columns.quantity === null && columns.amount === null)) return null;
  const findings: DocumentFinding[] = [];
  const rows = table.rows.slice(0, MOST_SALES);
  const currency = currencyOfSales(table, rows, column('currency'), columns, findings);
  const reading = { table, rows, currency: currency?.value ?? null };
  const readers = Object.entries(columns).map(
    ([field, index]) => [field as LineField, index, readerOf(field as LineField, index, reading)] as const,
  );
  const lines = rows.map((row): DocumentLine => {
    const line = { ...NO_LINE };
    for (const [field, index, read] of readers)
      if (index !== null) {
        const typed = row.typed?.has(index) ?? false;
        line[field] = valueIn(row, index, table, read(row.cells[index] ?? '', typed));
      }
    return line;
  });
  const customers = column('customer');
  const customer = customers === null ? null : sameOnAll(rows, customers, table);
  const numbers = lines.flatMap(({ invoiceNumber }) => invoiceNumber ?? []);
  const oneNumber = new Set(numbers.map(({ value }) => value)).size === 1 && numbers.length === lines.length;
  const invoiceNumber = oneNumber ? (numbers[0] ?? null) : null;
  return {
    kind: 'point_of_sale_file',
    fields: { ...NO_FIELDS, customer, currency, invoiceNumber },
    lines,
    findings,
  };
}

/** @param typed a program holds the cell as a number or a date, so that it stands there in plain decimals or as an ISO day */
type CellReader = (text: string, typed: boolean) => string | null;

/** How a column is read: its numbers and dates in the format that the whole column shows. */
function readerOf(
  field: LineField,
  index: number | null,
  { rows, currency }: { rows: readonly GridRow[]; currency: string | null },
): CellReader {
  const texts = () => rows.map(({ cells }) => plainText((cells[index ?? 0] ?? '').trim()));
  switch (field) {
    case 'soldOn': {
      const read = dayAt({ locale: null, order: orderOf(texts()) });
      return (text) => read(text)?.value ?? null;
    }
    case 'quantity':
    case 'unitPrice':
    case 'amount':
    case 'taxRate': {
      const numbers = texts().flatMap((text) =>
        printedNumbers(text.replace(/[%％]/g, '')).map(({ number }) => number),
      );
      const mark = formatOf(numbers)?.mark ?? null;
      const format = { mark, shown: mark !== null, currency };
      const money = field === 'amount' ? currency : null;
      // Where no cell of the column shows the mark, `12.345` may be either, unless its currency has no decimals.
      const isSettled = field === 'amount' && (format.shown || exponentOf(currency ?? 'EUR') === 0);
      const value = (one: PrintedNumber) => {
        const plain = isSettled ? amountOf(one, format) : numberOf(one, format);
        return plain === null ? null : amountValue(plain, money);
      };
      return (text, typed) => {
        const [one, more] = printedNumbers(text.replace(/[%％]/g, ''));
        if (!one || more !== undefined) return null;
        return typed ? amountValue(`${one.negative ? '-' : ''}${one.number}`, money) : value(one);
      };
    }
    default:
      return (text) => text.replace(/\s+/g, ' ').slice(0, 300) || null;
  }
}

function valueIn(row: GridRow, column: number, { name }: Table, value: string | null): ReadValue | null {
  const text = row.cells[column]?.trim() ?? '';
  if (text === '' || value === null) return null;
  return {
    ...{ value, text: text.slice(0, 300), how: 'cell' },
    confidence: row.typed?.has(column) ? SURE.typed : SURE.text,
    place: { sheet: name ?? '', row: row.at, column },
  };
}

/** The value that a column holds in each row; null where rows differ. */
function sameOnAll(rows: readonly GridRow[], column: number, table: Table): ReadValue | null {
  const [first] = rows;
  const text = first?.cells[column]?.trim() ?? '';
  return first && rows.every(({ cells }) => cells[column]?.trim() === text)
    ? valueIn(first, column, table, text)
    : null;
}

/** The currency of all amounts: of its column, else the one that amounts and headings agree in; null where there are several. */
function currencyOfSales(
  table: Table,
  rows: readonly GridRow[],
  column: number | null,
  { amount, unitPrice }: { amount: number | null; unitPrice: number | null },
  findings: DocumentFinding[],
): ReadValue | null {
  const [first] = rows;
  const money = column ?? amount ?? unitPrice;
  if (!first || money === null) return null;
  const heading = { at: table.headingAt, cells: table.headings };
  const inCells = new Set(rows.flatMap(({ cells }) => signsOf(cells[money] ?? '')));
  const inHeadings = [amount, unitPrice].flatMap((index) =>
    index === null ? [] : signsOf(table.headings[index] ?? ''),
  );
  const signs = inCells.size > 0 ? [...inCells] : inHeadings;
  const agreed = agreedCurrency(signs, null);
  const at = valueIn(inCells.size > 0 ? first : heading, money, table, agreed);
  if (agreed !== 'ambiguous') return at;
  if (at) findings.push(contradiction('currency', at));
  return null;
}

function signsOf(cell: string): string[] {
  return [...plainText(cell.slice(0, 80)).matchAll(SIGNS)]
    .map(([sign]) => sign)
    .filter((sign) => /^[A-Z]{3}$|^[^\p{L}]/u.test(sign));
}
