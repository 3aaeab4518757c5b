import { type Cell, cellOf, type Row } from './rows.ts';
import type { Column } from './table-heading.ts';
import type { Word } from './word.ts';

/** What stands under each heading in a row of a table, by the number of the column. */
export function underHeadings(row: Row, columns: readonly Column[]): Map<number, Cell> {
  const words = new Map<number, Word[]>();
  for (const cell of row.cells.slice(0, MOST_CELLS))
    for (const part of parts(cell, columns)) {
      const column = columnOf(part.box, columns);
      words.set(column, [...(words.get(column) ?? []), ...part.words]);
    }
  return new Map([...words].map(([column, under]) => [column, cellOf(under)]));
}

const MOST_CELLS = 60;
/** A longer cell is a sentence. */
const MOST_WORDS = 60;

/** A cell that lies under several headings is several, word by word. */
function parts(cell: Cell, columns: readonly Column[]): Cell[] {
  const under = columns.filter((column) => shared(cell.box, column) > 0);
  if (under.length < 2 || cell.words.length > MOST_WORDS) return [cell];
  return cell.words.map((word) => cellOf([word]));
}

function shared(box: { left: number; width: number }, { left, right }: Column): number {
  return Math.min(box.left + box.width, right) - Math.max(box.left, left);
}

/** The column with the most width in common, else the nearest. */
function columnOf(box: { left: number; width: number }, columns: readonly Column[]): number {
  let best = 0;
  for (let index = 1; index < columns.length; index += 1)
    if (shared(box, columns[index] as Column) > shared(box, columns[best] as Column)) best = index;
  return best;
}
