import { COLUMN_LABELS, type InvoiceColumn } from './column-labels.ts';
import { labelAt, labelWords } from './label-table.ts';
import { type Cell, cellOf, type Row, wordsWithin } from './rows.ts';
import { around } from './word.ts';

/** A column of a table by its heading, from left to right. */
export interface Column {
  means: InvoiceColumn;
  left: number;
  right: number;
}

export interface Heading {
  columns: Column[];
  /** Rows that it takes. */
  rows: number;
}

/** Headings that stand in two rows lie this near, in heights of a row. */
const SAME_HEADING = 1;
const MOST_CELLS = 40;
/** Words that no heading has, beside the ones that are known. */
const MOST_UNKNOWN = 3;

/**
 * The columns that a row of headings names, in one row or together with the row below it.
 * @param below the next rows; a few are enough
 * @returns null where the row is no heading: it needs something that is sold, and a quantity, a price or an amount
 */
export function headingOf(row: Row, below: readonly Row[]): Heading | null {
  if (!namesColumns(row)) return null;
  let cells: readonly Cell[] = row.cells;
  let best = headingIn(cells, 1);
  let above = row;
  for (const [index, next] of below.slice(0, MOST_ROWS - 1).entries()) {
    if (!goesOn(above, next)) break;
    cells = joined(cells, next.cells);
    const more = headingIn(cells, index + 2);
    if (
      more &&
      (!best ||
        more.columns.length > best.columns.length ||
        next.cells.every(({ text }) => saysColumns(text)))
    )
      best = more.columns.length >= (best?.columns.length ?? 0) ? more : best && { ...best, rows: index + 2 };
    above = next;
  }
  return best;
}

/** A heading takes at most so many rows. */
const MOST_ROWS = 4;

/** Whether half of a row's cells begin with words of headings, and none is a label with its value. */
function namesColumns({ cells }: Row): boolean {
  const named = cells
    .slice(0, MOST_CELLS)
    .filter(({ text }) => labelAt(labelWords(text.slice(0, 60)), 0, COLUMN_LABELS));
  return named.length * 2 >= cells.length && !cells.some(({ text }) => /[:：]/.test(text));
}

function headingIn(cells: readonly Cell[], rows: number): Heading | null {
  const columns = columnsIn(cells);
  return columns && { columns, rows };
}

function goesOn(row: Row, below: Row): boolean {
  const near = below.page === row.page && below.top - row.bottom < SAME_HEADING * (row.bottom - row.top);
  return near && namesColumns(below) && below.cells.length <= MOST_CELLS && !below.cells.some(hasFigures);
}

/** Whether all of a cell are words of headings. */
function saysColumns(text: string): boolean {
  const words = labelWords(text);
  for (let at = 0; at < words.length; ) {
    const label = labelAt(words, at, COLUMN_LABELS);
    if (!label) return false;
    at += label.count;
  }
  return true;
}

function columnsIn(cells: readonly Cell[]): Column[] | null {
  if (cells.length < 2 || cells.length > MOST_CELLS || cells.some(hasFigures)) return null;
  const columns: Column[] = [];
  let unknown = 0;
  for (const cell of cells) {
    const words = labelWords(cell.text);
    const first = columns.length;
    for (let at = 0; at < words.length; ) {
      const label = labelAt(words, at, COLUMN_LABELS);
      const means = label?.meanings[0]?.label;
      if (means === 'qualifier') {
        at += label?.count ?? 1;
        continue;
      }
      if (!label || means === undefined) {
        unknown += 1;
        at += 1;
        continue;
      }
      const start = words[at]?.start ?? 0;
      const { left, width } = around(
        wordsWithin(cell, start, words[at + label.count - 1]?.end ?? start).map(({ box }) => box),
      );
      // `Unit price (price in EUR)` is one column.
      if (columns.length === first || columns.at(-1)?.means !== means)
        columns.push({ means, left, right: left + width });
      at += label.count;
    }
  }
  const known = new Set(columns.map(({ means }) => means));
  const sold = known.has('description') || known.has('sku');
  const figures = (['quantity', 'unitPrice', 'amount'] as const).filter((means) => known.has(means)).length;
  const enough = sold && figures > 0 && (known.size > 2 || known.has('amount'));
  return enough && unknown <= Math.max(MOST_UNKNOWN, columns.length) ? columns : null;
}

function hasFigures({ text }: Cell): boolean {
  return /\d{2}|\d[.,]\d/.test(text);
}

/** The cells of some rows with those of the row below, where they stand above one another as one. */
function joined(cells: readonly Cell[], below: readonly Cell[]): Cell[] {
  const left = [...below];
  const both = cells.map((cell) => {
    const index = left.findIndex(
      ({ box }) => box.left < cell.box.left + cell.box.width && cell.box.left < box.left + box.width,
    );
    const under = index < 0 ? [] : left.splice(index, 1);
    return cellOf([...cell.words, ...under.flatMap(({ words }) => words)]);
  });
  return [...both, ...left].sort((a, b) => a.box.left - b.box.left);
}
