import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';

/** The records of an export by the names of their columns, or why it cannot be read. */
export type ExportRows = { rows: Record<string, unknown>[] } | { problem: string };

/** Reads a CSV with a header line, or a JSON array of objects. It may take long and much memory: a thread runs it (export-thread.ts). */
export async function exportRows(file: string): Promise<ExportRows> {
  const text = await readFile(file, 'utf8');
  try {
    const rows: unknown = file.endsWith('.json')
      ? JSON.parse(text)
      : parse(text, { columns: true, bom: true, trim: true, skip_empty_lines: true });
    return isRecords(rows) ? { rows: rows.map(plainNames) } : { problem: 'it is no array of objects' };
  } catch (error) {
    return { problem: String(error) };
  }
}

function isRecords(rows: unknown): rows is object[] {
  return (
    Array.isArray(rows) && rows.every((row) => row !== null && typeof row === 'object' && !Array.isArray(row))
  );
}

/** `Time Zone`, `time_zone` and `timeZone` are one column; an empty cell is null. */
function plainNames(row: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name.toLowerCase().replace(/[\s_-]/g, ''),
      value === '' ? null : value,
    ]),
  );
}
