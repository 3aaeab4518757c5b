/** Something about an export of one's own. */
export interface ExportProblem {
  file: string;
  /** As a spreadsheet counts them: the headings are row 1. Null: the whole file. */
  row: number | null;
  column: string | null;
  found: string;
  /** What would be accepted. */
  accepted: string;
  /** `wrong`: nothing is set up. */
  level: 'wrong' | 'warning';
}

/** One export as it was read. */
export interface ExportFile {
  /** With its ending. */
  file: string;
  /** By plain name, as it is written. */
  headings: Readonly<Record<string, string>>;
  rows: ExportRow[];
}

export interface ExportRow {
  /** As a spreadsheet counts them. */
  row: number | null;
  /** By the plain name of the column; what is empty is null. */
  cells: Record<string, unknown>;
}

/** A cell as text; empty when there is nothing. */
export function cellText({ cells }: ExportRow, column: string): string {
  const value = cells[column];
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}
