import type { Fault } from '../../contracts/problem.ts';
import { decode } from '../../domain/tables/decode.ts';
import { findTable } from '../../domain/tables/find-table.ts';
import type { Headings, Table, TableNote } from '../../domain/tables/table.ts';
import { BROKEN, decodeFault, NO_HEADING, NO_ROW } from './table-faults.ts';
import { textGrid } from './text-grid.ts';

/** What is stated of a file that its bytes may leave open. */
export interface StatedFile {
  /** Label of an encoding. */
  encoding?: string | null;
  /** Name of a sheet, or its number, 1 for the first. */
  sheet?: string | null;
}

/** The one table of a file; `broken`: the text of rows that cannot be taken apart, null where even that cannot be told. */
export interface FoundTable {
  table: Table;
  broken: readonly (string | null)[];
}

export type TableRead = FoundTable | { fault: Fault };

/** Reads a text file: CSV of any separator and encoding. */
export function readTextTable(bytes: Uint8Array, stated: StatedFile, headings: Headings): TableRead {
  const decoded = decode(bytes, stated.encoding ?? null, headings.known);
  if (!('text' in decoded)) return { fault: decodeFault(decoded) };
  let read: ReturnType<typeof textGrid>;
  try {
    read = textGrid(decoded.text, headings);
  } catch {
    return { fault: BROKEN };
  }
  const found = findTable(read.grid, headings);
  if (!found)
    return {
      fault: read.grid.rows.some(({ cells }) => cells.some((cell) => cell !== '')) ? NO_HEADING : NO_ROW,
    };
  const { known: _, ...table } = found;
  const notes = [...encodingNotes(decoded, stated, table), ...table.notes];
  return { table: { ...table, notes }, broken: read.broken };
}

function encodingNotes(
  { encoding, how }: Extract<ReturnType<typeof decode>, { text: string }>,
  stated: StatedFile,
  { rows }: Table,
): TableNote[] {
  const row = rows.find(({ cells }) => cells.some((cell) => /[^\p{ASCII}]/u.test(cell)))?.at ?? null;
  if (how !== 'proved') return [{ kind: 'encoding', encoding, how, row }];
  const asStated = !stated.encoding || labelOf(stated.encoding) === encoding || row === null;
  return asStated ? [] : [{ kind: 'encoding', encoding, how: 'not_as_stated', row }];
}

function labelOf(stated: string): string {
  try {
    return new TextDecoder(stated.trim()).encoding;
  } catch {
    return stated;
  }
}
