import { findTable } from './find-table.ts';
import type { Grid, Headings, Table } from './table.ts';

/** Why no sheet of a workbook is read; sheets by their numbers. */
export type NoSheet = { wrong: 'no_such_sheet' | 'no_table' | 'empty' } | { several: readonly number[] };

/** Fewer known headings are no table. */
const FEWEST_KNOWN = 2;

/**
 * The sheet that holds the records: the one whose headings are known best. What is hidden is read only where it is stated; of several that
 * hold such a table none is chosen.
 * @param stated name of a sheet, or its number, 1 for the first
 */
export function chooseSheet(
  grids: readonly Grid[],
  stated: string | null,
  headings: Headings,
): { table: Table } | NoSheet {
  const tables = grids.flatMap((grid) => {
    const found = findTable(grid, headings);
    return found ? [{ grid, found }] : [];
  });
  if (stated !== null) {
    const own = grids.find((grid) => isCalled(grid, stated));
    if (!own) return { wrong: 'no_such_sheet' };
    const chosen = tables.find(({ grid }) => grid === own);
    return chosen ? { table: named(chosen.found, grids, own) } : { wrong: 'empty' };
  }
  const visible = tables.filter(({ grid }) => !grid.hidden);
  const shown = grids.filter(({ hidden }) => !hidden);
  const [only] = visible;
  if (!only) return { wrong: shown.every(({ rows }) => rows.length === 0) ? 'empty' : 'no_table' };
  if (shown.length === 1) return { table: named(only.found, grids, only.grid) };
  const filled = visible.filter(({ found }) => found.known >= FEWEST_KNOWN && found.rows.length > 0);
  const [first, ...others] = filled.toSorted((a, b) => b.found.known - a.found.known);
  if (!first) return { wrong: 'no_table' };
  const equal = others.filter(({ found }) => found.known * 2 > first.found.known);
  if (equal.length > 0)
    return { several: [first, ...equal].map(({ grid }) => grid.sheet ?? 0).sort((a, b) => a - b) };
  return { table: named(first.found, grids, first.grid) };
}

function isCalled({ name, sheet }: Grid, stated: string): boolean {
  const said = stated.trim().toLowerCase();
  return name?.trim().toLowerCase() === said || String(sheet) === said;
}

/** Says which sheet was read, where there are others. */
function named({ known: _, ...table }: Table & { known: number }, grids: readonly Grid[], own: Grid): Table {
  if (grids.length < 2) return table;
  const names = (hidden: boolean) =>
    grids.filter((grid) => grid !== own && grid.hidden === hidden).map(sheetName);
  return {
    ...table,
    notes: [
      { kind: 'sheet', read: sheetName(own), others: names(false), hidden: names(true) },
      ...table.notes,
    ],
  };
}

function sheetName({ name, sheet }: Grid): string {
  return name ?? `sheet ${sheet}`;
}
