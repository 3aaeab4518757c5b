import { findHeading } from './find-heading.ts';
import {
  type Aside,
  type AsideKind,
  columnName,
  type Grid,
  type GridRow,
  type Headings,
  type Table,
  type TableNote,
} from './table.ts';
import { isTotalWord } from './total-lines.ts';

/**
 * The table of a sheet: its heading, its rows, and what stands beside them. A title above, a line of sums, a note below and a row that is
 * not shown are no rows of it; each is named, and none is left out without a word. Rows without any text are no rows.
 * @returns null where the sheet holds no heading
 */
export function findTable(grid: Grid, headings: Headings): (Table & { known: number }) | null {
  const found = findHeading(grid, headings);
  if (!found) return null;
  const id = found.headings.findIndex((each) => each !== '' && headings.isId(each));
  const names = found.headings.filter((each) => each !== '').join('\n');
  const rows: GridRow[] = [];
  const aside: Aside[] = [];
  for (const row of grid.rows) {
    if (row === found.row || row.cells.every((cell) => cell.trim() === '')) continue;
    const kind = kindOf(row, { headingAt: found.row.at, id, names, width: found.headings.length, grid });
    if (kind === null) rows.push(row);
    else aside.push({ at: row.at, kind });
  }
  return {
    sheet: grid.sheet,
    name: grid.name,
    headingAt: found.row.at,
    headings: found.headings,
    known: found.known,
    ...(found.row.raw === undefined ? {} : { rawHeading: found.row.raw }),
    ...{
      rows,
      aside,
      notes: [...asideNotes(aside), ...hiddenColumns(grid, found.headings), ...lostLetters(rows)],
    },
  };
}

interface Around {
  headingAt: number;
  /** Column of the id; -1: none. */
  id: number;
  names: string;
  width: number;
  grid: Grid;
}

function kindOf(row: GridRow, { headingAt, id, names, width, grid }: Around): AsideKind | null {
  if (row.at < headingAt) return 'title';
  const filled = row.cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  if (filled.length > 1 && filled.join('\n') === names) return 'heading_again';
  if (row.hidden) return 'hidden';
  const own = id < 0 ? '' : (row.cells[id]?.trim() ?? '');
  // A record may have such a name; a line of sums has no id of its own.
  if ((own === '' || isTotalWord(own)) && filled.some(isTotalWord)) return 'total';
  if (width < 3 || filled.length !== 1) return null;
  const across = grid.merged.some((each) => each.fromRow === row.at && each.toColumn - each.fromColumn > 1);
  // Of a record at least its id would stand there, which is one word.
  return across || own === '' || /\s\S+\s/.test(own) ? 'note' : null;
}

/** No more rows than these are named one by one. */
const MOST_NAMED = 20;

function asideNotes(aside: readonly Aside[]): TableNote[] {
  const kinds = new Set(aside.map(({ kind }) => kind));
  return [...kinds].map((what) => ({
    kind: 'aside',
    what,
    rows: aside.filter(({ kind }) => kind === what).map(({ at }) => at),
  }));
}

function hiddenColumns({ hiddenColumns: hidden }: Grid, headings: readonly string[]): TableNote[] {
  const columns = hidden.filter((column) => (headings[column] ?? '') !== '').map(columnName);
  return columns.length > 0 ? [{ kind: 'hidden_columns', columns }] : [];
}

/** U+FFFD stands where another program could not read a letter: it is gone. */
function lostLetters(rows: readonly GridRow[]): TableNote[] {
  const lost = rows.filter(({ cells }) => cells.some((cell) => cell.includes('\ufffd'))).map(({ at }) => at);
  return lost.length > 0 ? [{ kind: 'lost_letters', rows: lost.slice(0, MOST_NAMED) }] : [];
}
