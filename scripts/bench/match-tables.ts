import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';

/** Rows of `<stem>.csv` or `<stem>.csv.gz`, header first. @throws Error naming the missing file */
export function table(folder: string, stem: string): Record<string, string>[] {
  const file = [`${stem}.csv`, `${stem}.csv.gz`].map((name) => join(folder, name)).find(existsSync);
  if (!file) throw new Error(`${folder} has no ${stem}.csv: give a.csv, b.csv and truth.csv, or pairs.csv`);
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return parse(text, { columns: true, bom: true, skip_empty_lines: true, trim: true });
}

/** Whether the folder holds labelled pairs instead of two tables. */
export function holdsPairs(folder: string): boolean {
  return ['pairs.csv', 'pairs.csv.gz'].some((name) => existsSync(join(folder, name)));
}

/** Whether the folder holds something to match: pairs, or two tables with their truth. */
export function holdsMatchSet(folder: string): boolean {
  return holdsPairs(folder) || ['truth.csv', 'truth.csv.gz'].some((name) => existsSync(join(folder, name)));
}
