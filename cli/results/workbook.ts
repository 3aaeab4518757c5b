import { writeXlsx } from 'hucre/xlsx';
import { sheetLine } from '../../adapters/tables/sheet-line.ts';

/** One sheet: its rows, the headings first. */
export interface Sheet {
  name: string;
  rows: readonly (readonly string[])[];
}

/**
 * A spreadsheet whose cells are all text: an id keeps its zeros and an amount its decimals, whoever opens it, and no cell is a formula.
 */
export async function workbook(sheets: readonly Sheet[]): Promise<Uint8Array> {
  return writeXlsx({
    sheets: sheets.map(({ name, rows }) => ({
      name,
      rows: rows.map((row) => [...row]),
      freezePane: { rows: 1 },
    })),
  });
}

/** The same as CSV, in UTF-8 with a mark that tells spreadsheets so. */
export function csvText(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((row) => `${sheetLine(row)}\r\n`).join('')}`;
}
