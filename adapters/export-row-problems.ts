import type { z } from 'zod';
import type { SourceFormat } from '../domain/reading/source-format.ts';
import { type AmountColumns, amountRows } from './export-amounts.ts';

/** A cell of an export that cannot be used. */
export interface CellProblem {
  /** Of the row, from 0. */
  index: number;
  column: string;
  /** What stands there. */
  found: string;
  /** Why, and what would be accepted. */
  accepted: string;
}

/** Everything that reading these rows would stumble over, row by row; reading itself ends at the first. */
export function exportRowProblems(
  rows: readonly Record<string, unknown>[],
  row: z.ZodType,
  amounts: { columns: AmountColumns; format: SourceFormat; typed: readonly (readonly string[])[] },
): CellProblem[] {
  const read = amountRows(rows, amounts.columns, amounts.format, amounts.typed);
  return [...read].flatMap(({ row: cells, faults }, index) => {
    const said = (column: string, accepted: string): CellProblem => ({
      ...{ index, column, accepted },
      found: textOf(rows[index]?.[column]),
    });
    // Without an amount that cannot be read the rest of its row is looked at.
    const { error } = row.safeParse(cells);
    return [
      ...faults.map(({ column, problem }) => said(column, problem)),
      ...(error?.issues ?? []).map(({ path, message }) => said(String(path[0] ?? 'row'), message)),
    ];
  });
}

function textOf(cell: unknown): string {
  const text = typeof cell === 'object' && cell !== null ? JSON.stringify(cell) : String(cell ?? '');
  return text === '' ? 'nothing' : text;
}
