import type { Headings } from '../../domain/tables/table.ts';
import { isWorkbook } from './is-workbook.ts';
import { readTextTable, type StatedFile, type TableRead } from './read-text.ts';
import { readWorkbookTable } from './read-workbook.ts';

/** Reads the table of a file by what its bytes are, whatever it is called: a workbook, or text of any encoding and separator. */
export async function readTable(
  bytes: Uint8Array,
  stated: StatedFile,
  headings: Headings,
): Promise<TableRead> {
  return isWorkbook(bytes)
    ? readWorkbookTable(bytes, stated, headings)
    : readTextTable(bytes, stated, headings);
}
