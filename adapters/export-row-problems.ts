import type { z } from 'zod';
import type { SourceFormat } from '../domain/reading/source-format.ts';
import { type AmountColumns, withAmounts } from './export-amounts.ts';

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
  const problems: CellProblem[] = [];
  const left = [...rows];
  for (;;) {
    const read = withAmounts(left, amounts.columns, amounts.format, amounts.typed);
    if ('rows' in read) {
      problems.push(...shapeProblems(read.rows, rows, row));
      return problems.sort((a, b) => a.index - b.index);
    }
    const index = read.row - 1;
    const found = textOf(rows[index]?.[read.column]);
    problems.push({ index, column: read.column, found, accepted: read.problem });
    // Without that amount the others are looked at.
    left[index] = { ...left[index], [read.column]: null };
  }
}

function shapeProblems(
  read: readonly Record<string, unknown>[],
  rows: readonly Record<string, unknown>[],
  row: z.ZodType,
): CellProblem[] {
  return read.flatMap((cells, index) => {
    const value = row.safeParse(cells);
    if (value.success) return [];
    return value.error.issues.map(({ path, message }) => {
      const column = String(path[0] ?? 'row');
      return { index, column, found: textOf(rows[index]?.[column]), accepted: message };
    });
  });
}

function textOf(cell: unknown): string {
  const text = typeof cell === 'object' && cell !== null ? JSON.stringify(cell) : String(cell ?? '');
  return text === '' ? 'nothing' : text;
}
