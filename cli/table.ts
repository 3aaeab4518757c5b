import Table from 'cli-table3';
import stringWidth from 'string-width';
import { printable } from './printable.ts';

export interface Column<Row> {
  head: string;
  value: (row: Row) => string | number | null;
  align?: 'left' | 'right';
  /** Narrowest width this column may be cut to when the table is too wide; without it the column is never cut. */
  least?: number;
}

const GAP = 2;

/** Rows as aligned text without borders, at most `width` wide: the widest columns that may be cut are cut first. */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[], width: number): string {
  const cells = rows.map((row) => columns.map((column) => printable(String(column.value(row) ?? '–'))));
  const natural = columns.map((column, index) =>
    Math.max(stringWidth(column.head), ...cells.map((line) => stringWidth(line[index] ?? ''))),
  );
  const fitted = new Table({
    head: columns.map((column) => column.head),
    colWidths: columnWidths(natural, columns, width - GAP * (columns.length - 1)),
    colAligns: columns.map((column) => column.align ?? 'left'),
    chars: BORDERLESS,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
  });
  fitted.push(...cells);
  return fitted
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

function columnWidths<Row>(natural: number[], columns: readonly Column<Row>[], room: number): number[] {
  const widths = [...natural];
  const least = (index: number) => columns[index]?.least ?? Number.POSITIVE_INFINITY;
  for (let over = sum(widths) - room; over > 0; over -= 1) {
    const cuttable = widths.map((_, index) => index).filter((index) => (widths[index] ?? 0) > least(index));
    const widest = cuttable.sort((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0))[0];
    if (widest === undefined) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

const BORDERLESS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' '.repeat(GAP),
};
