import type { Cell, CellValue, Sheet, Workbook } from 'hucre';
import {
  currencyOfFormat,
  shownDecimals,
  shownDigits,
  shownMultiple,
} from '../../domain/tables/excel-format.ts';
import type { Grid, GridRow } from '../../domain/tables/table.ts';
import { numberText } from './number-text.ts';

/** The sheets of an Excel workbook as grids. Formulas are read by the values that the program last computed, and links are not followed. */
export function workbookGrids({ sheets }: Workbook): Grid[] {
  return sheets.map((sheet, index) => ({
    sheet: index + 1,
    name: sheet.name,
    hidden: sheet.hidden === true || sheet.veryHidden === true,
    rows: sheet.rows.map((row, at) => gridRow(sheet, row, at)),
    hiddenColumns: (sheet.columns ?? []).flatMap((column, at) => (column.hidden ? [at] : [])),
    merged: (sheet.merges ?? []).map(({ startRow, endRow, startCol, endCol }) => ({
      fromRow: startRow + 1,
      toRow: endRow + 1,
      fromColumn: startCol,
      toColumn: endCol,
    })),
  }));
}

function gridRow(sheet: Sheet, values: readonly CellValue[], at: number): GridRow {
  const typed = new Set<number>();
  const cells = values.map((value, column) => {
    const cell = sheet.cells?.get(`${at},${column}`);
    if (value === null && cell?.formula !== undefined) return '#FORMULA';
    if (value === null || typeof value === 'string') return value ?? '';
    typed.add(column);
    return textOf(value, cell);
  });
  const hidden = sheet.rowDefs?.get(at)?.hidden === true;
  return { at: at + 1, cells, ...(typed.size > 0 && { typed }), ...(hidden && { hidden }) };
}

function textOf(value: number | boolean | Date, cell: Cell | undefined): string {
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (value instanceof Date) return dateText(value);
  const format = cell?.style?.numFmt ?? '';
  const currency = currencyOfFormat(format);
  const decimals = shownDecimals(format);
  const shown = decimals === null ? value : Number(value.toFixed(decimals));
  const text = numberText(shown).padStart(shownDigits(format), '0');
  const multiple = shownMultiple(format);
  // Read as it is shown, it is refused and asked about.
  if (multiple !== null) return `${text} ${multiple}`;
  return currency === null ? text : `${text} ${currency}`;
}

/** A time of the day alone is no day of the calendar. */
function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return '';
  const text = new Date(Math.round(date.getTime() / 1_000) * 1_000).toISOString().slice(0, 19);
  return text.endsWith('T00:00:00') ? text.slice(0, 10) : text;
}
