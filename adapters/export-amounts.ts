import { amountFaultText } from '../domain/reading/amount-fault-text.ts';
import { formatOf } from '../domain/reading/number-format.ts';
import type { SourceFormat } from '../domain/reading/source-format.ts';
import { amountParts, statedMoney } from '../domain/reading/stated-amount.ts';

/** The columns of an export that hold amounts, each with the column that names its currency. */
export type AmountColumns = Readonly<Record<string, string>>;

type Row = Record<string, unknown>;

/** A row with its amounts read; in place of one that cannot be read stands null. */
interface AmountRow {
  row: Row;
  faults: { column: string; problem: string }[];
}

/**
 * The rows with each amount as plain decimal text and its currency as a code.
 * @param typed see amountRows
 * @returns the row, counted from 1, and the column at which an amount cannot be read without guessing
 */
export function withAmounts(
  rows: Row[],
  columns: AmountColumns,
  source: SourceFormat,
  typed: readonly (readonly string[])[] = [],
): { rows: Row[] } | { row: number; column: string; problem: string } {
  if (Object.keys(columns).length === 0) return { rows };
  const read: Row[] = [];
  for (const { row, faults } of amountRows(rows, columns, source, typed)) {
    read.push(row);
    if (faults[0]) return { row: read.length, ...faults[0] };
  }
  return { rows: read };
}

/**
 * Reads the amounts row by row. All amount columns of a file have one format of numbers, which they show together.
 * @param typed columns of each row that a spreadsheet holds as numbers: they show no format
 */
export function* amountRows(
  rows: readonly Row[],
  columns: AmountColumns,
  source: SourceFormat,
  typed: readonly (readonly string[])[],
): Generator<AmountRow> {
  const names = Object.entries(columns);
  const format = {
    ...source,
    number: formatOf(numbersOf(rows, Object.keys(columns), typed)) ?? source.number,
  };
  for (const row of rows) {
    const amounts: Row = {};
    const faults: AmountRow['faults'] = [];
    for (const [column, currencyColumn] of names) {
      const text = textOf(row[column]);
      if (text === null) continue;
      const stated = statedMoney(text, [textOf(row[currencyColumn]) ?? ''], format);
      if ('fault' in stated) {
        faults.push({ column, problem: amountFaultText(stated.fault).join(' ') });
        amounts[column] = null;
      } else {
        amounts[column] = stated.money.amount;
        amounts[currencyColumn] = stated.money.currency;
      }
    }
    yield { row: { ...row, ...amounts }, faults };
  }
}

function* numbersOf(
  rows: readonly Row[],
  columns: readonly string[],
  typed: readonly (readonly string[])[],
): Generator<string> {
  for (const [index, row] of rows.entries()) {
    for (const column of columns) {
      if (typed[index]?.includes(column)) continue;
      const parts = amountParts(textOf(row[column]) ?? '');
      if (parts) yield parts.number;
    }
  }
}

function textOf(cell: unknown): string | null {
  const text = typeof cell === 'number' ? String(cell) : typeof cell === 'string' ? cell.trim() : '';
  return text === '' ? null : text;
}
