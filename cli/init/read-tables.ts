import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { accountColumns, opportunityColumns } from '../../adapters/crm/files.ts';
import { ENDINGS } from '../../adapters/export-file.ts';
import { exportRowProblems } from '../../adapters/export-row-problems.ts';
import { exportRows } from '../../adapters/export-rows.ts';
import { dealColumns, partnerColumns } from '../../adapters/prm/files.ts';
import { UNSTATED } from '../../domain/reading/source-format.ts';
import { dailyRates } from '../../installation/rates.ts';
import type { Tables } from './check-across.ts';
import { checkTable } from './check-table.ts';
import { EXPORT_KINDS, type ExportKind, type ExportName, exportColumnName } from './export-columns.ts';
import type { ExportFile, ExportProblem } from './problem.ts';

/** Rates are read by a reader of their own. */
const endingsOf = (name: ExportName): readonly string[] => (name === 'rates' ? ['csv'] : ENDINGS);

/** What each export is read by later, and which of its columns hold amounts. */
const READERS = {
  partners: { row: partnerColumns, amounts: { mdfbalance: 'mdfcurrency' } },
  accounts: { row: accountColumns, amounts: {} },
  opportunities: { row: opportunityColumns, amounts: {} },
  deals: { row: dealColumns, amounts: { amount: 'currency' } },
} as const;

/** Reads every export of a folder, with everything that is wrong with each by itself. Nothing is written. */
export async function readTables(folder: string): Promise<{ tables: Tables; problems: ExportProblem[] }> {
  const tables: Tables = {};
  const problems: ExportProblem[] = [];
  for (const kind of EXPORT_KINDS) {
    const found = endingsOf(kind.name)
      .map((ending) => `${kind.name}.${ending}`)
      .filter((file) => existsSync(join(folder, file)));
    const [file, other] = found;
    if (file === undefined) {
      problems.push(...missing(kind, folder));
      continue;
    }
    if (other !== undefined)
      problems.push(whole(other, `it is there beside ${file}`, `one of them; ${file} is read`, 'warning'));
    const read = await exportRows(join(folder, file));
    if ('problem' in read) {
      problems.push(whole(file, read.problem, 'a table with one heading row, as CSV UTF-8 or XLSX', 'wrong'));
      continue;
    }
    const { headings, at, typed } = read;
    const rows = read.rows.map((cells, index) => ({
      row: at[index] ?? null,
      cells: kind.name === 'people' ? withRole(cells) : cells,
    }));
    const table: ExportFile = { file, headings, rows };
    tables[kind.name] = table;
    const alone = checkTable(kind, table);
    problems.push(...alone);
    // A cell that is empty is said once, and a column that is not there for all of its rows.
    const said = new Set(alone.map(({ row, column }) => `${row} ${column?.replaceAll('_', '')}`));
    const isSaid = (row: number | null, column: string) => said.has(`${row} ${column.replaceAll('_', '')}`);
    problems.push(
      ...valueProblems(kind, folder, table, typed).filter(
        ({ row, column }) => column === null || !(isSaid(row, column) || isSaid(null, column)),
      ),
    );
  }
  return { tables, problems };
}

/** `Channel Manager` is channel_manager. */
function withRole(cells: Record<string, unknown>): Record<string, unknown> {
  return typeof cells.role === 'string'
    ? {
        ...cells,
        role: cells.role
          .trim()
          .toLowerCase()
          .replaceAll(/[\s-]+/g, '_'),
      }
    : cells;
}

function missing({ name, needed }: ExportKind, folder: string): ExportProblem[] {
  const near = readdirSync(folder).find((file) => file.toLowerCase().startsWith(`${name}.`));
  const accepted = `${endingsOf(name)
    .map((ending) => `${name}.${ending}`)
    .join(' or ')}; an empty one: quarterdeck init --template FOLDER`;
  if (near !== undefined)
    return [whole(near, 'a file that is not read', accepted, needed ? 'wrong' : 'warning')];
  return needed ? [whole(`${name}.csv`, 'no such file', accepted, 'wrong')] : [];
}

/** Every value that does not fit, by the very code that reads it later. */
function valueProblems(
  { name }: ExportKind,
  folder: string,
  { file, rows }: ExportFile,
  typed: readonly (readonly string[])[],
): ExportProblem[] {
  if (name === 'rates') return rateProblems(folder, file);
  if (name === 'people') return [];
  const { row, amounts } = READERS[name];
  const found = exportRowProblems(
    rows.map(({ cells }) => cells),
    row,
    { columns: amounts, format: UNSTATED, typed },
  );
  return found.map(({ index, column, found: value, accepted }) => ({
    ...{ file, column: exportColumnName(name, column), found: value, accepted, level: 'wrong' as const },
    row: rows[index]?.row ?? null,
  }));
}

function rateProblems(folder: string, file: string): ExportProblem[] {
  try {
    dailyRates(join(folder, file))();
    return [];
  } catch (error) {
    return [
      whole(
        file,
        (error as Error).message,
        'rows of date, currency and usd: 2026-11-20, EUR, 1.0842',
        'wrong',
      ),
    ];
  }
}

function whole(file: string, found: string, accepted: string, level: ExportProblem['level']): ExportProblem {
  return { file, row: null, column: null, found, accepted, level };
}
