import type { Grid, GridRow, Headings } from './table.ts';

/** A heading stands within the first so many rows. */
export const MOST_ABOVE = 50;

/** The row of the headings, and the headings with what merged cells above say of them. */
export interface FoundHeading {
  row: GridRow;
  headings: string[];
  /** How many of them are known. */
  known: number;
}

/**
 * The row with the most known headings; of several the first. A file that names its columns in other words has its headings in the first
 * row of two cells or more.
 * @returns null where no row can be one
 */
export function findHeading(grid: Grid, { known }: Headings): FoundHeading | null {
  let best: FoundHeading | null = null;
  for (const row of grid.rows.slice(0, MOST_ABOVE)) {
    if (row.cells.filter((cell) => cell !== '').length === 0) continue;
    const headings = headingsOf(grid, row, known);
    const count = new Set(headings.filter((each) => each !== '' && known(each))).size;
    if (count > (best?.known ?? 0)) best = { row, headings, known: count };
  }
  if (best) return best;
  const first = grid.rows.find(({ cells }) => cells.filter((cell) => cell !== '').length > 1);
  return first ? { row: first, headings: headingsOf(grid, first, known), known: 0 } : null;
}

/** A cell that is merged with those above it says what the merged one says; a group above names what the cell alone does not. */
function headingsOf(grid: Grid, row: GridRow, known: Headings['known']): string[] {
  const width = Math.max(
    row.cells.length,
    ...grid.merged.map(({ toRow, toColumn }) => (toRow === row.at ? toColumn + 1 : 0)),
  );
  return Array.from({ length: width }, (_, column) => {
    if (row.typed?.has(column)) return '';
    const cell = oneLine(row.cells[column] ?? '');
    const above = mergedAbove(grid, row.at, column);
    if (cell === '') return above?.reaches ? above.text : '';
    if (above === null || above.reaches || known(cell)) return cell;
    return known(`${above.text} ${cell}`) ? `${above.text} ${cell}` : cell;
  });
}

function mergedAbove(grid: Grid, at: number, column: number): { text: string; reaches: boolean } | null {
  const range = grid.merged.find(
    (each) =>
      each.fromColumn <= column &&
      column <= each.toColumn &&
      (each.toRow === at || each.toRow === at - 1) &&
      each.fromRow < at,
  );
  if (!range) return null;
  const text = grid.rows.find((each) => each.at === range.fromRow)?.cells[range.fromColumn] ?? '';
  return text === '' ? null : { text: oneLine(text), reaches: range.toRow === at };
}

/** Headings are broken into lines to keep columns narrow. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
