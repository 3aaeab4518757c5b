import type { Fault } from '../../../contracts/problem.ts';
import type { TableSource } from '../../../domain/deal/canonical-deal.ts';
import { formatOf, numberReadings, placesOf, toPlaces } from '../../../domain/reading/number-format.ts';
import type { SourceFormat } from '../../../domain/reading/source-format.ts';
import { amountParts } from '../../../domain/reading/stated-amount.ts';
import { orderOf, statedDay } from '../../../domain/reading/stated-date.ts';
import { isCellError, isRoundedId } from '../../../domain/tables/damage.ts';
import { noteText } from '../../../domain/tables/note-text.ts';
import type { GridRow, Headings, Table } from '../../../domain/tables/table.ts';
import { csvLine } from '../../tables/csv-line.ts';
import type { FoundTable } from '../../tables/read-text.ts';
import { NO_ROW } from '../../tables/table-faults.ts';
import type { PartPlace } from '../parse.ts';
import { type ColumnPlan, columnsOf, namedFields, planColumns } from './column-plan.ts';
import { joinedName, shownName } from './field-names.ts';
import { columnOf } from './headings.ts';
import { type DealPart, partFrom } from './part.ts';
import { readNamedDeal } from './read-deal.ts';
import {
  CELL_ERROR,
  columnTwice,
  HEADING_TOO_LONG,
  MOST_HEADING,
  MOST_ROWS,
  NO_ID,
  OTHER_FIELDS,
  ROUNDED_ID,
  TOO_MANY,
} from './row-faults.ts';
import { customerOf, readTogether } from './together.ts';

/** Which headings of a table a registration knows. */
export const DEAL_HEADINGS: Headings = {
  known: (heading) => columnOf(heading) !== null,
  isId: (heading) => columnOf(heading)?.field === 'deal_id',
};

/**
 * The registrations of a table, one in each row. A file has one format of numbers and dates: what its rows leave open is asked once, for
 * the file. A bad row is kept alone with the heading in front of it.
 * @param body the whole file, kept where it is refused as a whole
 * @param source what is stated of the file or of its source
 */
export function dealsOfTable(
  { table, broken }: FoundTable,
  body: Uint8Array,
  now: Date,
  source: SourceFormat,
): DealPart[] {
  const whole = (fault: Fault): DealPart[] => [{ ok: false, faults: [fault], body }];
  if (csvLine(table.headings).length > MOST_HEADING) return whole(HEADING_TOO_LONG);
  if (table.rows.length > MOST_ROWS) return whole(TOO_MANY);
  if (table.rows.length === 0 && broken.length === 0) return whole(NO_ROW);
  const plan = planColumns(table);
  const fields = [...plan.fields.values()];
  if (table.rows.length > 1 && !fields.some(({ field }) => field === 'deal_id')) return whole(NO_ID);
  const twice = twiceIn(table, plan);
  if (twice) return whole(twice);
  const format = formatOfTable(table.rows, plan, source);
  const reading = { table, plan, format, now, body };
  const fitting = table.rows.filter((row) => hasItsFields(row, table));
  const torn = table.rows.filter((row) => !hasItsFields(row, table));
  const read = readTogether(
    fitting.map((row) => ({
      part: readRow(row, reading),
      form: 'text/csv' as const,
      alone: () => alone(settled(row, plan, format), table),
    })),
    format,
    plan.currencies.length > 0 || fields.some(({ currency }) => currency !== null),
  );
  if ('fault' in read) return whole(read.fault);
  return [
    ...withNotes(read.parts, table, plan),
    ...torn.map((row) => refused(row, table, OTHER_FIELDS, alone(row.cells, table))),
    ...broken.map((raw): DealPart => {
      const kept = raw === null ? body : Buffer.from(`${table.rawHeading?.trimEnd()}\n${raw.trimEnd()}\n`);
      return { ok: false, faults: [OTHER_FIELDS], body: kept, form: 'text/csv' };
    }),
  ];
}

/** Why a table is not read whose columns say one thing twice. */
export function twiceIn({ headings }: Pick<Table, 'headings'>, { twice }: ColumnPlan): Fault | null {
  if (twice === null) return null;
  const [one, other] = twice.columns;
  return columnTwice(twice.field, [shownName(headings[one] ?? ''), shownName(headings[other] ?? '')]);
}

interface RowReading {
  table: Table;
  plan: ColumnPlan;
  format: SourceFormat;
  now: Date;
  body: Uint8Array;
}

function readRow(row: GridRow, { table, plan, format, now, body }: RowReading): DealPart {
  const named = namedFields(row, table, plan);
  const place = { ...placeOf(row, table), customer: customerOf(named.record) };
  const damage = damageOf(row, plan);
  if (damage) return { ...refused(row, table, damage, alone(row.cells, table)), place };
  const part = partFrom(readNamedDeal(named, 'structured', now, format), body);
  // The bytes of a row are kept only where it is refused.
  if (!part.ok) return { ...part, body: alone(settled(row, plan, format), table), form: 'text/csv', place };
  const stated = { ...part.parsed.stated, table: sourceOf(row, table, plan) };
  return { ok: true, parsed: { ...part.parsed, stated }, place };
}

function refused(row: GridRow, table: Table, fault: Fault, body: Buffer): Extract<DealPart, { ok: false }> {
  return { ok: false, faults: [fault], body, form: 'text/csv', place: placeOf(row, table) };
}

/** The cells of a row with what only its file tells written out, so that it can be read again alone. */
function settled(row: GridRow, { fields }: ColumnPlan, { number, dates }: SourceFormat): string[] {
  return row.cells.map((cell, index) => {
    const field = fields.get(index)?.field ?? '';
    if (row.typed?.has(index)) return cell;
    if (AMOUNTS.has(field) && number) {
      const written = amountParts(cell)?.number ?? '';
      const plain = numberReadings(written)[number.mark];
      return plain === null ? cell : cell.replace(written, toPlaces(plain, Math.max(2, placesOf(plain))));
    }
    const day = CLOSE_DATE.has(field) ? statedDay(cell.trim(), dates ?? null) : null;
    return day && 'day' in day ? day.day : cell;
  });
}

/** How a row was read, for whoever decides about it. */
function sourceOf(row: GridRow, { name, headings, notes }: Table, plan: ColumnPlan): TableSource {
  return {
    sheet: name,
    row: row.at,
    columns: columnsRead(headings, columnsOf(row, plan)),
    notes: notes.map(noteText),
  };
}

function columnsRead(headings: readonly string[], fields: ColumnPlan['fields']): Record<string, string> {
  return Object.fromEntries(
    [...fields].map(([index, { field }]) => [field, shownName(headings[index] ?? '')]),
  );
}

/** The first submission of a file says how the file was read. */
function withNotes(parts: DealPart[], { headings, notes }: Table, plan: ColumnPlan): DealPart[] {
  const first = parts.findIndex(({ ok }) => ok);
  const understood = [...plan.fields]
    .map(([index, { field }]) => [shownName(headings[index] ?? ''), field] as const)
    .filter(([heading, field]) => joinedName(heading) !== field)
    .map(([heading, field]) => `${heading} as ${field}`)
    .join(', ');
  const all = [...(understood === '' ? [] : [`Read ${understood}.`]), ...notes.map(noteText)];
  return parts.map((part, index) =>
    part.ok && index === first && all.length > 0 ? { ...part, parsed: { ...part.parsed, notes: all } } : part,
  );
}

/** What stands behind the last heading has no name; a text file is torn there. */
function hasItsFields({ cells, typed }: GridRow, { headings, rawHeading }: Table): boolean {
  if (rawHeading === undefined || typed) return true;
  return (
    cells.length >= withoutEmptyEnd(headings).length &&
    cells.slice(headings.length).every((cell) => cell.trim() === '')
  );
}

function withoutEmptyEnd(headings: readonly string[]): readonly string[] {
  return headings.slice(0, headings.findLastIndex((each) => each !== '') + 1);
}

/** A row that can be read again without its file. */
function alone(cells: readonly string[], { headings }: Table): Buffer {
  return Buffer.from(`${csvLine(headings)}\n${csvLine(cells)}\n`);
}

/** How the rows of a file write numbers and dates; what they leave open is as its source states. */
export function formatOfTable(
  rows: readonly GridRow[],
  plan: ColumnPlan,
  source: SourceFormat,
): SourceFormat {
  const shown = orderOf(closeDatesOf(rows, plan));
  // Days that contradict the heading: the file is asked about.
  const contradicts = plan.dates !== null && shown !== null && plan.dates !== shown;
  return {
    ...source,
    number: formatOf(amountsOf(rows, plan)) ?? source.number,
    dates: contradicts ? null : (plan.dates ?? shown ?? source.dates ?? null),
  };
}

/** Cells of fields that a file writes as text: what a spreadsheet holds as a number shows no format. */
function* textsOf(
  rows: readonly GridRow[],
  plan: ColumnPlan,
  wanted: ReadonlySet<string>,
): Generator<string> {
  for (const [index, { field }] of plan.fields) {
    if (!wanted.has(field)) continue;
    for (const { cells, typed } of rows) if (!typed?.has(index)) yield cells[index]?.trim() ?? '';
  }
}

function* amountsOf(rows: readonly GridRow[], plan: ColumnPlan): Generator<string> {
  for (const text of textsOf(rows, plan, AMOUNTS)) {
    const parts = amountParts(text);
    if (parts) yield parts.number;
  }
}

function closeDatesOf(rows: readonly GridRow[], plan: ColumnPlan): Generator<string> {
  return textsOf(rows, plan, CLOSE_DATE);
}

const AMOUNTS = new Set(['estimated_value', 'mdf_amount']);
const CLOSE_DATE = new Set(['expected_close_date']);

/** What a spreadsheet did to a cell that is read. */
export function damageOf(row: GridRow, plan: ColumnPlan): Fault | null {
  for (const [index, { field }] of columnsOf(row, plan)) {
    const text = row.cells[index] ?? '';
    if (isCellError(text)) return { ...CELL_ERROR, field };
    if (/(?:^|_)id$/.test(field) && isRoundedId(text)) return { ...ROUNDED_ID, field };
  }
  return null;
}

function placeOf({ at }: GridRow, { name }: Table): PartPlace {
  return { sheet: name, row: at, item: null };
}
