import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as others } from 'node:timers/promises';
import { z } from 'zod';
import { lookupTable } from '../domain/lookup-table.ts';
import { numberReadings, onlyReading } from '../domain/reading/number-format.ts';
import { plainText } from '../domain/reading/plain.ts';
import { type SourceFormat, UNSTATED } from '../domain/reading/source-format.ts';
import { type AmountColumns, withAmounts } from './export-amounts.ts';
import type { ExportRows, ExportTable } from './export-rows.ts';
import { VendorFault } from './ports/call.ts';
import type { StatedFile } from './tables/read-text.ts';
import { threads } from './threads.ts';
import { names } from './vendor-words.ts';

/**
 * The rows of an export that somebody dropped into a folder, as a table (CSV, XLSX, ODS) or a JSON array; read again when it changes.
 * Header names match without case, spaces and underscores: `Time Zone`, `time_zone` and `timeZone` are one.
 */
export interface ExportFile<T> {
  /** @throws VendorFault `rejected` that names file, row and column when something does not fit. */
  rows(): Promise<T[]>;
  /** UTC instant at which the file was last replaced; null when there is none. */
  changedAt(): Promise<string | null>;
}

const readRows = threads<{ file: string; stated: StatedFile }, ExportRows>(
  new URL('./export-thread.ts', import.meta.url),
  true,
);
const MOST_MS = 60_000;
const BUDGET = lookupTable<string>({
  too_slow: 'it took longer than a minute; split it',
  too_large: 'it needs more than 512 MB; split it',
  broken: 'its reading broke off; export it again',
});
/** In the order in which they are looked for. */
export const ENDINGS = ['csv', 'json', 'xlsx', 'ods'] as const;
/** Rows that are checked before everybody else's work goes on. */
const AT_ONCE = 500;

/**
 * @param name without ending: `partners` finds partners.csv, or else partners.json, .xlsx or .ods.
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
    const { encoding, sheet } = amounts.format;
    const stated = { ...(encoding && { encoding }), ...(sheet && { sheet }) };
    const found = await readRows({ file, stated }, { ms: MOST_MS });
    if (!('rows' in found)) {
      const why = 'problem' in found ? found.problem : BUDGET[found.code];
      throw fault(`${file} cannot be read: ${why}`, 'UNREADABLE');
    }
    const plain = withAmounts(found.rows, amounts.columns, amounts.format, found.typed);
    if ('problem' in plain)
      throw fault(
        `${file}, row ${found.at[plain.row - 1]}, ${found.headings[plain.column]}: ${plain.problem}`,
        'ROW',
      );
    const rows: z.output<T>[] = [];
    for (const [at, each] of plain.rows.entries()) {
      if (at % AT_ONCE === 0) await others();
      const value = row.safeParse(each);
      if (!value.success) {
        const [issue] = value.error.issues;
        const column = String(issue?.path[0] ?? 'row');
        throw fault(`${file}, row ${found.at[at]}, ${whereOf(column, found)}: ${issue?.message}`, 'ROW');
      }
      rows.push(value.data);
    }
    return rows;
  }

  const places = ENDINGS.map((ending) => join(folder, `${name}.${ending}`));
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
        `there is no ${ENDINGS.map((ending) => `${name}.${ending}`).join(' or ')} in ${folder}; export it from your system into that folder`,
        'NO_FILE',
      );
    },
  };
}

/** A column as its heading calls it. */
function whereOf(column: string, { headings }: ExportTable): string {
  const heading = headings[column];
  if (heading === undefined)
    return `${column} (no such column; there are ${Object.values(headings).join(', ')})`;
  return heading.toLowerCase() === column ? column : `${heading} (${column})`;
}

/** As spreadsheets write them in the partner languages; in any case. */
const YES = 'true 1 yes y on enabled x ja j wahr oui o vrai sí si s verdadero sim verdadeiro はい'.split(' ');
const NO = 'false 0 no n off disabled nein falsch non faux falso não nao いいえ'.split(' ');

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
        z.string().transform((text, context) => {
          const value = numberIn(text);
          if (value === null) context.addIssue({ code: 'custom' });
          return value ?? 0;
        }),
      ],
      'is no number like 1234.5 that can be read in one way only',
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
    .union([z.boolean(), z.stringbool({ truthy: YES, falsy: NO })], 'is neither yes nor no')
    .nullish()
    .transform((value) => value ?? null),
};

/** `0.61`, `0,61` and `61 %` are one; `1,250` could be two numbers and is none. */
function numberIn(text: string): number | null {
  const [, sign = '', digits = '', percent] =
    /^(-?)([\d.,' ]{1,40}?)\s*(%?)$/.exec(plainText(text).trim()) ?? [];
  const value = onlyReading(numberReadings(digits));
  return value === null ? null : Number(`${sign}${value}`) / (percent === '%' ? 100 : 1);
}
