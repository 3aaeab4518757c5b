import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { isBlankText } from '../domain/invisible.ts';
import { orderOf, statedDay } from '../domain/reading/stated-date.ts';
import { noteText } from '../domain/tables/note-text.ts';
import type { GridRow, Table } from '../domain/tables/table.ts';
import { clarityOf, columnAlsoCalled, exportHeadings, plainHeading } from './export-headings.ts';
import { readTable } from './tables/read-table.ts';
import type { StatedFile } from './tables/read-text.ts';

/** The records of an export by the plain names of their columns, and where each stands. */
export interface ExportTable {
  rows: Record<string, unknown>[];
  /** Row of each record as a spreadsheet program counts; of a JSON array its place, 1 for the first. */
  at: number[];
  /** By plain name, the heading as it is written; of a JSON array the names of its fields. */
  headings: Record<string, string>;
  /** Plain names of the columns of each record that a spreadsheet holds as numbers or dates: they show no format. */
  typed: (readonly string[])[];
  /** How the file was read, where there is something to say. */
  notes: string[];
}

/** A table, or why it cannot be read. */
export type ExportRows = ExportTable | { problem: string };

/**
 * Reads a table with a heading, as CSV, XLSX or ODS, or a JSON array of objects. It may take long and much memory: a thread runs it
 * (export-thread.ts).
 */
export async function exportRows(file: string, stated: StatedFile = {}): Promise<ExportRows> {
  const bytes = await readFile(file);
  const kind = basename(file, extname(file));
  if (file.endsWith('.json')) return jsonRows(bytes);
  const read = await readTable(bytes, stated, exportHeadings(kind));
  if ('fault' in read) return { problem: `${read.fault.title} ${read.fault.fix}` };
  if (read.broken.length > 0) return { problem: 'a quotation mark in it is never closed; export it again' };
  return tableRows(kind, read.table);
}

function tableRows(kind: string, table: Table): ExportRows {
  const columns = columnsOf(kind, table.headings);
  const torn =
    table.rawHeading === undefined
      ? undefined
      : table.rows.find((row) => row.cells.length !== table.headings.length);
  if (torn)
    return {
      problem: `row ${torn.at} has ${torn.cells.length} fields and the headings are ${table.headings.length}; quote texts that hold the separator`,
    };
  return {
    rows: withDays(table.rows.map((row) => recordOf(row, columns))),
    at: table.rows.map(({ at }) => at),
    headings: headingsOf(table, columns),
    typed: table.rows.map((row) => typedIn(row, columns)),
    notes: table.notes.map(noteText),
  };
}

/** Plain name by column; of several for one name the clearest comes first. */
function columnsOf(kind: string, headings: readonly string[]): Map<number, string> {
  const named = headings.map((heading, index) => {
    const plain = plainHeading(heading);
    return { index, column: columnAlsoCalled(kind, plain) ?? plain, rank: clarityOf(kind, plain) };
  });
  const ranked = named.filter(({ column }) => column !== '').toSorted((a, b) => a.rank - b.rank);
  return new Map(ranked.map(({ index, column }) => [index, column]));
}

/** Of two columns of one name the first that holds something in a row. */
function cellOfEach({ cells }: GridRow, columns: ReadonlyMap<number, string>): Map<string, number> {
  const chosen = new Map<string, number>();
  for (const [index, column] of columns) {
    const before = chosen.get(column);
    if (before === undefined || (isBlankText(cells[before] ?? '') && !isBlankText(cells[index] ?? '')))
      chosen.set(column, index);
  }
  return chosen;
}

/** A second column for one name stands under its own: what it says beside the first is not read. */
function headingsOf({ headings, rows }: Table, columns: ReadonlyMap<number, string>): Record<string, string> {
  const shown = new Map<string, string>();
  const isPassedBy = (index: number, column: string) =>
    rows.some(
      (row) => !isBlankText(row.cells[index] ?? '') && cellOfEach(row, columns).get(column) !== index,
    );
  for (const [index, column] of columns) {
    const heading = headings[index] as string;
    const name = shown.has(column) ? plainHeading(heading) : column;
    if (name === column || isPassedBy(index, column)) shown.set(name, heading);
  }
  return Object.fromEntries(shown);
}

function recordOf(row: GridRow, columns: ReadonlyMap<number, string>): Record<string, unknown> {
  return Object.fromEntries(
    [...cellOfEach(row, columns)].map(([column, index]) => [column, row.cells[index]?.trim() || null]),
  );
}

/** Plain names of the columns that hold days or instants. */
const DAYS =
  `createdat modifiedat lasttouchat lastactivityat expectedclosedate submittedat agreementfrom agreementto date`.split(
    ' ',
  );

/** Days as ISO writes them, in the one order that a column shows; one that stays open is left as it is written, and refused by its row. */
function withDays(rows: Record<string, unknown>[]): Record<string, unknown>[] {
  const textOf = (row: Record<string, unknown>, column: string) =>
    typeof row[column] === 'string' ? row[column] : '';
  const orders = new Map(DAYS.map((column) => [column, orderOf(rows.map((row) => textOf(row, column)))]));
  return rows.map((row) => {
    const days = [...orders].flatMap(([column, order]) => {
      const stated = statedDay(textOf(row, column), order);
      return stated !== null && 'day' in stated ? [[column, stated.day] as const] : [];
    });
    return { ...row, ...Object.fromEntries(days) };
  });
}

function typedIn(row: GridRow, columns: ReadonlyMap<number, string>): string[] {
  return [...cellOfEach(row, columns)].flatMap(([column, index]) => (row.typed?.has(index) ? [column] : []));
}

function jsonRows(bytes: Buffer): ExportRows {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return { problem: 'it is no JSON in UTF-8' };
  }
  if (!isRecords(value)) return { problem: 'it is no array of objects' };
  const names = [...new Set(value.flatMap(Object.keys))];
  return {
    rows: value.map(plainNames),
    at: value.map((_, index) => index + 1),
    headings: Object.fromEntries(names.map((name) => [plainHeading(name), name])),
    typed: value.map(() => []),
    notes: [],
  };
}

function isRecords(rows: unknown): rows is object[] {
  return (
    Array.isArray(rows) && rows.every((row) => row !== null && typeof row === 'object' && !Array.isArray(row))
  );
}

/** An empty text is null, and takes no value's place: `timeZone` and `time_zone` are one field. */
function plainNames(row: object): Record<string, unknown> {
  const record = new Map<string, unknown>();
  for (const [name, value] of Object.entries(row)) {
    const plain = plainHeading(name);
    const blank = value === null || (typeof value === 'string' && isBlankText(value));
    if (!blank || !record.has(plain)) record.set(plain, blank ? null : value);
  }
  return Object.fromEntries(record);
}
