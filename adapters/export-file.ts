import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as others } from 'node:timers/promises';
import { z } from 'zod';
import { lookupTable } from '../domain/lookup-table.ts';
import { type SourceFormat, UNSTATED } from '../domain/reading/source-format.ts';
import { type AmountColumns, withAmounts } from './export-amounts.ts';
import type { ExportRows } from './export-rows.ts';
import { VendorFault } from './ports/call.ts';
import { threads } from './threads.ts';
import { names } from './vendor-words.ts';

/**
 * The rows of an export that somebody dropped into a folder, as CSV with a header or a JSON array; read again when it changes.
 * Header names match without case, spaces and underscores: `Time Zone`, `time_zone` and `timeZone` are one.
 */
export interface ExportFile<T> {
  /** @throws VendorFault `rejected` that names file, row and column when something does not fit. */
  rows(): Promise<T[]>;
  /** UTC instant at which the file was last replaced; null when there is none. */
  changedAt(): Promise<string | null>;
}

const readRows = threads<string, ExportRows>(new URL('./export-thread.ts', import.meta.url), true);
const MOST_MS = 60_000;
const BUDGET = lookupTable<string>({
  too_slow: 'it took longer than a minute; split it',
  too_large: 'it needs more than 512 MB; split it',
  broken: 'its reading broke off; export it again',
});
/** Rows that are checked before everybody else's work goes on. */
const AT_ONCE = 500;

/**
 * @param name without ending: `partners` finds partners.csv or partners.json.
 * @param row strict about what it needs; cells of a CSV arrive as text, empty ones as null.
 * @param amounts columns that the row takes as plain decimal text, whatever the file's format of numbers is
 * @param required absent file: a fault when true, no rows when false.
 */
export function exportFile<T extends z.ZodType>(
  vendor: string,
  folder: string,
  name: string,
  row: T,
  required: boolean,
  amounts: { columns: AmountColumns; format: SourceFormat } = { columns: {}, format: UNSTATED },
): ExportFile<z.output<T>> {
  let cached: { stamp: string; rows: z.output<T>[] } | undefined;
  const fault = (message: string, code: string) =>
    new VendorFault({ vendor, kind: 'rejected', code, message, certainlyNotLanded: true });

  async function read(file: string): Promise<z.output<T>[]> {
    const found = await readRows(file, { ms: MOST_MS });
    if (!('rows' in found)) {
      const why = 'problem' in found ? found.problem : BUDGET[found.code];
      throw fault(`${file} cannot be read: ${why}`, 'UNREADABLE');
    }
    const plain = withAmounts(found.rows, amounts.columns, amounts.format);
    if ('problem' in plain)
      throw fault(`${file}, row ${plain.row}, ${plain.column}: ${plain.problem}`, 'ROW');
    const rows: z.output<T>[] = [];
    for (const [at, each] of plain.rows.entries()) {
      if (at % AT_ONCE === 0) await others();
      const value = row.safeParse(each);
      if (!value.success) {
        const [issue] = value.error.issues;
        throw fault(`${file}, row ${at + 1}, ${issue?.path.join('.') || 'row'}: ${issue?.message}`, 'ROW');
      }
      rows.push(value.data);
    }
    return rows;
  }

  const places = [join(folder, `${name}.csv`), join(folder, `${name}.json`)];
  return {
    async changedAt() {
      for (const file of places) {
        const info = await stat(file).catch(() => undefined);
        if (info) return info.mtime.toISOString();
      }
      return null;
    },
    async rows() {
      for (const file of places) {
        const info = await stat(file).catch(() => undefined);
        if (!info) continue;
        const stamp = `${file} ${info.mtimeMs} ${info.size}`;
        if (cached?.stamp === stamp) return cached.rows;
        const rows = await read(file);
        cached = { stamp, rows };
        return rows;
      }
      if (!required) return [];
      throw fault(
        `there is no ${name}.csv or ${name}.json in ${folder}; export it from your system into that folder`,
        'NO_FILE',
      );
    },
  };
}

/** Column types for cells that are text in CSV and typed in JSON. */
export const cell = {
  text: z.union([z.string(), z.number()], 'is missing').transform(String),
  optionalText: z
    .union([z.string(), z.number()])
    .nullish()
    .transform((value) => (value == null ? null : String(value))),
  optionalNumber: z
    .union(
      [
        z.number(),
        z
          .string()
          .regex(/^-?\d+(\.\d+)?$/)
          .transform(Number),
      ],
      'is no number like 1234.5',
    )
    .nullish()
    .transform((value) => value ?? null),
  /** An instant with a zone, as UTC with milliseconds. */
  optionalInstant: z.iso
    .datetime({ offset: true, error: 'is no instant like 2026-11-20T10:05:00Z' })
    .nullish()
    .transform((value) => (value == null ? null : new Date(value).toISOString())),
  /** Several names: `;` between them in a cell, a list in JSON. */
  optionalList: z
    .union([z.array(z.string()), z.string().transform(names)], 'is no list like a; b')
    .nullish()
    .transform((value) => value ?? null),
  optionalFlag: z
    .union([z.boolean(), z.stringbool()], 'is neither yes nor no')
    .nullish()
    .transform((value) => value ?? null),
};
