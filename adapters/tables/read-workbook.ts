import { readXlsx } from 'hucre/xlsx';
import { chooseSheet } from '../../domain/tables/choose-sheet.ts';
import type { Headings } from '../../domain/tables/table.ts';
import { isCompoundFile } from '../documents/compound-file.ts';
import { zipProblem } from '../intake/attachment.ts';
import { odsGrids } from './ods-grids.ts';
import type { StatedFile, TableRead } from './read-text.ts';
import { OLD_EXCEL, sheetFault, UNREADABLE_WORKBOOK, ZIP_FAULTS } from './table-faults.ts';
import { workbookGrids } from './workbook-grids.ts';

/** Reads the table of a workbook: XLSX or ODS. It may take long and much memory: a thread runs it. */
export async function readWorkbookTable(
  bytes: Uint8Array,
  stated: StatedFile,
  headings: Headings,
): Promise<TableRead> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isCompoundFile(buffer)) return { fault: OLD_EXCEL };
  const problem = zipProblem(buffer);
  if (problem !== null) return { fault: ZIP_FAULTS[problem] ?? UNREADABLE_WORKBOOK };
  const grids = await gridsOf(buffer);
  if (grids === null) return { fault: UNREADABLE_WORKBOOK };
  const chosen = chooseSheet(grids, stated.sheet ?? null, headings);
  return 'table' in chosen ? { table: chosen.table, broken: [] } : { fault: sheetFault(chosen) };
}

/** By the file that holds its cells: not every program puts the type of the document in front, unpacked. */
function isOds(bytes: Buffer): boolean {
  return bytes.includes('content.xml') && !bytes.includes('xl/workbook');
}

async function gridsOf(bytes: Buffer) {
  try {
    return isOds(bytes) ? odsGrids(bytes) : workbookGrids(await readXlsx(bytes, { readStyles: true }));
  } catch {
    return null;
  }
}
