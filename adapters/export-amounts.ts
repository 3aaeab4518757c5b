import { amountFaultText } from '../domain/reading/amount-fault-text.ts';
import { formatOf } from '../domain/reading/number-format.ts';
import type { SourceFormat } from '../domain/reading/source-format.ts';
import { amountParts, statedMoney } from '../domain/reading/stated-amount.ts';

/** The columns of an export that hold amounts, each with the column that names its currency. */
export type AmountColumns = Readonly<Record<string, string>>;

type Row = Record<string, unknown>;

/**
 * The rows with each amount as plain decimal text and its currency as a code. All amount columns of a file have one format of numbers,
 * which they show together.
 * @param typed columns of each row that a spreadsheet holds as numbers: they show no format
 * @returns the row, counted from 1, and the column at which an amount cannot be read without guessing
 */
export function withAmounts(
  rows: Row[],
  columns: AmountColumns,
  source: SourceFormat,
  typed: readonly (readonly string[])[] = [],
): { rows: Row[] } | { row: number; column: string; problem: string } {
  const names = Object.entries(columns);
  if (names.length === 0) return { rows };
  const format = {
    ...source,
    number: formatOf(numbersOf(rows, Object.keys(columns), typed)) ?? source.number,
  };
  const read: Row[] = [];
  for (const [index, row] of rows.entries()) {
    const amounts: Row = {};
    for (const [column, currencyColumn] of names) {
      const text = textOf(row[column]);
      if (text === null) continue;
      const stated = statedMoney(text, [textOf(row[currencyColumn]) ?? ''], format);
      if ('fault' in stated)
        return { row: index + 1, column, problem: amountFaultText(stated.fault).join(' ') };
      amounts[column] = stated.money.amount;
      amounts[currencyColumn] = stated.money.currency;
    }
    read.push({ ...row, ...amounts });
  }
  return { rows: read };
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
