import stringWidth from 'string-width';
import { wrap } from './layout.ts';
import { printable } from './printable.ts';

export interface Column<Row> {
  head: string;
  value: (row: Row) => string | number | null;
  align?: 'left' | 'right';
  /** Narrowest width that this column may get when the table is too wide; without it the column keeps its width. */
  least?: number;
  /** Most lines of one cell, default 1; what does not fit in them is cut and ends in `…`. Needs `least`. */
  lines?: number;
}

const GAP = '  ';

/**
 * Rows as aligned text without borders. A table that is wider than `width` takes the room from the widest of the columns that
 * have a `least`, until each of them is there; the others, such as the id of a case, are never cut, so that they can be copied.
 */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[], width: number): string {
  const cells = rows.map((row) => columns.map((column) => printable(String(column.value(row) ?? '–'))));
  const natural = columns.map((column, index) =>
    Math.max(stringWidth(column.head), ...cells.map((line) => stringWidth(line[index] ?? ''))),
  );
  const widths = columnWidths(natural, columns, width - GAP.length * (columns.length - 1));
  const lines = [columns.map(({ head }) => head), ...cells].flatMap((row) => lineUp(row, columns, widths));
  return lines.join('\n');
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
  if (stringWidth(text) <= width) return [text];
  const lines = wrap(text, width).split('\n');
  const kept = lines.slice(0, most - 1);
  const rest = lines.slice(most - 1).join(' ');
  return [...kept, rest].filter((line) => line !== '').map((line) => cut(line, width));
}

function padded(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const room = ' '.repeat(Math.max(0, width - stringWidth(text)));
  return align === 'right' ? `${room}${text}` : `${text}${room}`;
}

const GRAPHEMES = new Intl.Segmenter();

/** At most `width` columns; what was cut ends in `…`. No character is taken apart. */
function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let kept = '';
  for (const { segment } of GRAPHEMES.segment(text)) {
    if (stringWidth(kept + segment) > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
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
