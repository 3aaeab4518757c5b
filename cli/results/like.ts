import { namedFields, planColumns } from '../../adapters/intake/deal/column-plan.ts';
import { DEAL_HEADINGS } from '../../adapters/intake/deal/table.ts';
import { readTable } from '../../adapters/tables/read-table.ts';
import { usage } from '../failure.ts';

/** The spreadsheet that registrations came from, row by row as it is. */
export interface LikeFile {
  headings: string[];
  rows: { id: string; cells: string[] }[];
}

/** @throws CliFailure usage when it cannot be read, or no column names the registrations */
export async function readLike(body: Uint8Array, path: string): Promise<LikeFile> {
  const read = await readTable(body, {}, DEAL_HEADINGS);
  if ('fault' in read) throw usage(`${path}: ${read.fault.title}`, read.fault.fix, 'like');
  const { table } = read;
  const plan = planColumns(table);
  if (![...plan.fields.values()].some(({ field }) => field === 'deal_id'))
    throw usage(
      `${path} has no column with the ids of its registrations.`,
      'Name the file that they were submitted in.',
      'like',
    );
  return {
    headings: [...table.headings],
    rows: table.rows.map((row) => ({
      id: String(namedFields(row, table, plan).record.deal_id ?? '').trim(),
      cells: table.headings.map((_, index) => row.cells[index] ?? ''),
    })),
  };
}
