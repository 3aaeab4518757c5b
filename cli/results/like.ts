import { rowsOf } from '../../adapters/intake/deal/decision-columns.ts';
import { ourFieldNames } from '../../adapters/intake/deal/field-names.ts';
import { usage } from '../failure.ts';

/** The spreadsheet that registrations came from, row by row as it is. */
export interface LikeFile {
  headings: string[];
  rows: { id: string; cells: string[] }[];
}

/** @throws CliFailure usage when no column names the registrations */
export function readLike(body: Uint8Array, path: string): LikeFile {
  const rows = rowsOf(body);
  const headings = Object.keys(rows[0] ?? {});
  const idHeading = headings.find(
    (heading) => ourFieldNames({ [heading]: '1' })?.record.deal_id !== undefined,
  );
  if (idHeading === undefined)
    throw usage(
      `${path} has no column with the ids of its registrations.`,
      'Name the file that they were submitted in.',
      'like',
    );
  return {
    headings,
    rows: rows.map((row) => ({
      id: (row[idHeading] ?? '').trim(),
      cells: headings.map((heading) => row[heading] ?? ''),
    })),
  };
}
