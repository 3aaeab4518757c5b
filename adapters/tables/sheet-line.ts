import { csvLine } from './csv-line.ts';

/**
 * A row as a line of CSV for a spreadsheet program: a cell that it would take for a formula begins with an apostrophe; a negative number
 * stays one. (Source: OWASP, "CSV Injection".)
 */
export function sheetLine(cells: readonly string[]): string {
  return csvLine(
    cells.map((cell) => (/^[=+\-@\t\r\n]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell) ? `'${cell}` : cell)),
  );
}
