import { fields, wrap } from './layout.ts';
import { printable } from './printable.ts';
import { textWidth } from './text-width.ts';

export interface Column<Row> {
  head: string;
  value: (row: Row) => string | number | null;
  align?: 'left' | 'right';
  /** Narrowest width that this column may get when the table is too wide; without it the column keeps its width. */
  least?: number;
  /** Most lines of one cell, default 1; what does not fit in them is cut and ends in `…`. Needs `least`. */
  lines?: number;
  /** In a table that is too wide it stands below the row instead, as wide as the table, and nothing of it is cut. */
  below?: true;
}

const GAP = '  ';
const BELOW = '    ';

/**
 * Rows as aligned text without borders. A table that is wider than `width` first puts the columns that may stand `below` there, then
 * takes the room from the widest of the columns that have a `least`, until each of them is there; the others, such as the id of a
 * case, are never cut, so that they can be copied. Where that is not enough, each row is a block of lines.
 */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[], width: number): string {
  const cells = rows.map((row) => columns.map((column) => printable(String(column.value(row) ?? '–'))));
  const natural = columns.map((column, index) =>
    Math.max(textWidth(column.head), ...cells.map((line) => textWidth(line[index] ?? ''))),
  );
  const tooWide = sum(natural) + GAP.length * (columns.length - 1) > width;
  const [below = [], beside = []] = [true, false].map((one) =>
    columns.flatMap((column, index) => ((tooWide && column.below === true) === one ? [index] : [])),
  );
  const of = <T>(all: readonly T[]) => beside.map((index) => all[index] as T);
  const widths = columnWidths(of(natural), of(columns), width - GAP.length * (beside.length - 1));
  if (sum(widths) + GAP.length * (beside.length - 1) > width) return oneByOne(cells, columns, width);
  const lines = [columns.map(({ head }) => head), ...cells].flatMap((row) => [
    ...lineUp(of(row), of(columns), widths),
    ...below.flatMap((index) => broken(row[index] ?? '', width - BELOW.length)).map((line) => BELOW + line),
  ]);
  return lines.join('\n');
}

/** Each row as a block of `head  value` lines, where the window is too narrow for columns. */
function oneByOne<Row>(
  cells: readonly (readonly string[])[],
  columns: readonly Column<Row>[],
  width: number,
): string {
  const heads = columns.map(({ head }) => head.trim());
  return cells
    .map((row) =>
      fields(
        heads.map((head, index) => [head, row[index]?.trim() || null] as const),
        width,
      ),
    )
    .join('\n\n');
}

/** Wrapped, and a word that is longer than the line goes on in the next one. */
function broken(text: string, width: number): string[] {
  return wrap(text, width)
    .split('\n')
    .flatMap((line) => {
      const pieces: string[] = [];
      for (let rest = line; rest !== ''; rest = rest.slice(pieces.at(-1)?.length))
        pieces.push(headOf(rest, width) || rest);
      return pieces;
    });
}

/** A row as one line, or as several where a cell wraps. */
function lineUp<Row>(
  row: readonly string[],
  columns: readonly Column<Row>[],
  widths: readonly number[],
): string[] {
  const parts = row.map((text, index) => fitted(text, widths[index] ?? 0, columns[index]?.lines ?? 1));
  const height = Math.max(...parts.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    parts
      .map((lines, index) => padded(lines[line] ?? '', widths[index] ?? 0, columns[index]?.align))
      .join(GAP)
      .trimEnd(),
  );
}

function fitted(text: string, width: number, most: number): string[] {
  if (textWidth(text) <= width) return [text];
  const lines = broken(text, width);
  const kept = lines.slice(0, most - 1);
  const rest = lines.slice(most - 1).join(' ');
  return [...kept, rest].filter((line) => line !== '').map((line) => cut(line, width));
}

function padded(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const room = ' '.repeat(Math.max(0, width - textWidth(text)));
  return align === 'right' ? `${room}${text}` : `${text}${room}`;
}

const GRAPHEMES = new Intl.Segmenter();

/** At most `width` columns; what was cut ends in `…`. No character is taken apart. */
function cut(text: string, width: number): string {
  return textWidth(text) <= width ? text : `${headOf(text, width - 1)}…`;
}

/** As many whole characters from the beginning as have room. */
function headOf(text: string, width: number): string {
  let kept = '';
  for (const { segment } of GRAPHEMES.segment(text)) {
    if (textWidth(kept + segment) > width) break;
    kept += segment;
  }
  return kept;
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
