import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import type { Comparison, Row } from '../../domain/match/model.ts';

/** Two tables without labels, and the true pairs, by row index. */
export interface LinkageSet {
  name: string;
  fields: readonly { field: string; compare: Comparison }[];
  left: readonly Row[];
  right: readonly Row[];
  /** `${left index} ${right index}` */
  truth: ReadonlySet<string>;
}

/** Pairs that are labelled one by one. */
export interface PairSet {
  name: string;
  pairs: readonly { left: string; right: string; same: boolean }[];
}

/** Rows of a CSV file, gzipped or not, header first. */
export function readTable(file: string): Record<string, string>[] {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return parse(text, { columns: true, bom: true, skip_empty_lines: true, trim: true });
}

/**
 * `a.csv`, `b.csv` (a column `id` and the fields, each named in both) and `truth.csv` (columns `a` and `b`: ids that belong
 * together), any of them gzipped. A field's kind follows its name in the heading, `phone:phone`, or is guessed from its values.
 * @throws Error that names what is missing
 */
export function readLinkage(folder: string, name: string): LinkageSet {
  const files = readdirSync(folder);
  const table = (stem: string) => {
    const file = files.find((each) => each === `${stem}.csv` || each === `${stem}.csv.gz`);
    if (!file) throw new Error(`${folder} has no ${stem}.csv: give a.csv, b.csv and truth.csv, or pairs.csv`);
    return readTable(join(folder, file));
  };
  const [left, right] = [table('a'), table('b')];
  const columns = Object.keys(left[0] ?? {}).filter(
    (column) => column !== 'id' && column in (right[0] ?? {}),
  );
  if (columns.length === 0)
    throw new Error(`${folder}: a.csv and b.csv have no field of the same name beside id`);
  const fields = columns.map((column) => {
    const values = [...left, ...right].map((row) => row[column] ?? '').filter((value) => value !== '');
    return { field: column, compare: kindOf(column, values) };
  });
  const index = (rows: Record<string, string>[]) => new Map(rows.map((row, i) => [row.id, i] as const));
  const [ofLeft, ofRight] = [index(left), index(right)];
  const truth = table('truth').map((pair) => `${ofLeft.get(pair.a ?? '')} ${ofRight.get(pair.b ?? '')}`);
  return { name, fields, left, right, truth: new Set(truth) };
}

const KINDS: readonly Comparison[] = [
  'name',
  'text',
  'domain',
  'equal',
  'string',
  'email',
  'phone',
  'number',
  'date',
  'set',
  'address',
];
const BY_NAME: readonly [RegExp, Comparison][] = [
  [/phone|tel|fax/i, 'phone'],
  [/e-?mail/i, 'email'],
  [/domain|website|url|host/i, 'domain'],
  [/date|birth|dob/i, 'date'],
  [/zip|post_?code|postal/i, 'string'],
  [/number|_id$|code|ssn/i, 'string'],
  [/price|amount|revenue|year|employees/i, 'number'],
];

/** The kind named in the heading, else by the heading's words, else words where values have several, one string where not. */
function kindOf(column: string, values: readonly string[]): Comparison {
  const stated = column.split(':')[1] as Comparison | undefined;
  if (stated && KINDS.includes(stated)) return stated;
  const named = BY_NAME.find(([pattern]) => pattern.test(column))?.[1];
  if (named === 'date' && !values.slice(0, 200).every((value) => value.replace(/\D/g, '').length >= 8))
    return 'string';
  if (named === 'number' && !values.slice(0, 200).every((value) => Number.isFinite(Number(value))))
    return 'string';
  if (named) return named;
  const words =
    values.reduce((sum, value) => sum + value.split(/\s+/).length, 0) / Math.max(1, values.length);
  return words > 1.2 ? 'name' : 'string';
}
