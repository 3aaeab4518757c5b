/** A row of a file or sheet as it stands there. */
export interface GridRow {
  /** 1 for the first, as a spreadsheet program counts. */
  at: number;
  /** As a CSV of this file writes them: a number in plain decimals, a date as YYYY-MM-DD. Empty where nothing stands. */
  cells: readonly string[];
  /** Columns that a spreadsheet holds as a number, a date or a flag: they have one reading whatever the file's formats are. */
  typed?: ReadonlySet<number>;
  /** The spreadsheet shows no such row. */
  hidden?: boolean;
  /** The text of the row where the file is text; kept of the first rows, which may be the heading. */
  raw?: string;
}

/** Everything that one sheet, or one text file, holds. */
export interface Grid {
  /** 1 for the first sheet of a workbook; null: a text file. */
  sheet: number | null;
  name: string | null;
  hidden: boolean;
  rows: readonly GridRow[];
  /** Columns, from 0, that the spreadsheet does not show. */
  hiddenColumns: readonly number[];
  /** Cells that are one, by rows as they are counted and by columns from 0. */
  merged: readonly { fromRow: number; toRow: number; fromColumn: number; toColumn: number }[];
}

/** What a row beside those of the table is. */
export type AsideKind = 'title' | 'total' | 'note' | 'heading_again' | 'hidden';

export interface Aside {
  at: number;
  kind: AsideKind;
}

/** A table as it was found in a file. */
export interface Table {
  sheet: number | null;
  name: string | null;
  /** Row of its heading. */
  headingAt: number;
  /** By column; empty where there is none. */
  headings: readonly string[];
  /** The text of the heading row where the file is text. */
  rawHeading?: string;
  rows: readonly GridRow[];
  aside: readonly Aside[];
  notes: readonly TableNote[];
}

/** What a reader of the file should know of how it was read. No note holds what a cell holds. */
export type TableNote =
  /** `letters`: some that only this encoding gives, and the first row with one. */
  | {
      kind: 'encoding';
      encoding: string;
      how: 'found' | 'headings' | 'stated' | 'not_as_stated';
      row: number | null;
    }
  | { kind: 'sheet'; read: string; others: string[]; hidden: string[] }
  | { kind: 'aside'; what: AsideKind; rows: number[] }
  | { kind: 'hidden_columns'; columns: string[] }
  | { kind: 'lost_letters'; rows: number[] };

/** Tells which headings are known. */
export interface Headings {
  known(heading: string): boolean;
  /** Of the column that names each record. */
  isId(heading: string): boolean;
}

/** `A` for 0, `AA` for 26. */
export function columnName(index: number): string {
  const rest = Math.floor(index / 26);
  return `${rest > 0 ? columnName(rest - 1) : ''}${String.fromCharCode(65 + (index % 26))}`;
}
