import type { Fault } from '../../../contracts/problem.ts';
import { formatOf } from '../../../domain/reading/number-format.ts';
import { foldWord } from '../../../domain/reading/plain.ts';
import type { SourceFormat } from '../../../domain/reading/source-format.ts';
import { amountParts } from '../../../domain/reading/stated-amount.ts';
import { orderOf } from '../../../domain/reading/stated-date.ts';
import { isCellError, isRoundedId } from '../../../domain/tables/damage.ts';
import type { GridRow, Headings, Table } from '../../../domain/tables/table.ts';
import { csvLine } from '../../tables/csv-line.ts';
import type { FoundTable } from '../../tables/read-text.ts';
import { NO_ROW } from '../../tables/table-faults.ts';
import type { PartPlace } from '../parse.ts';
import { type ColumnPlan, namedFields, planColumns } from './column-plan.ts';
import type { NamedFields } from './field-names.ts';
import { columnOf } from './headings.ts';
import { type DealPart, partFrom } from './part.ts';
import { readNamedDeal } from './read-deal.ts';
import {
  AMOUNT_TWICE,
  CELL_ERROR,
  HEADING_TOO_LONG,
  leftOpen,
  MOST_HEADING,
  MOST_ROWS,
  NO_CURRENCY,
  NO_ID,
  OTHER_FIELDS,
  ROUNDED_ID,
  TOO_MANY,
  TWIN,
} from './row-faults.ts';

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
  if (plan.amountTwice) return whole(AMOUNT_TWICE);
  const format = formatOfTable(table.rows, plan, source);
  const reading = { table, plan, format, now, body };
  const [fitting, others] = [true, false].map((fit) =>
    table.rows.filter((row) => hasItsFields(row, table) === fit),
  ) as [GridRow[], GridRow[]];
  const parts = withoutTwins(
    fitting.map((row) => ({ row, part: readRow(row, reading) })),
    table,
  );
  const asked = parts
    .flatMap((part) => (part.ok ? [] : part.faults))
    .find((fault) => isLeftOpen(fault, format));
  if (asked && table.rows.length > 1) return whole(leftOpen(asked));
  const named = plan.currencies.length > 0 || fields.some(({ currency }) => currency !== null);
  if (table.rows.length > 1 && parts.some(lacksCurrency) && !named) return whole(NO_CURRENCY);
  return [
    ...parts,
    ...others.map(
      (row): DealPart => ({
        ok: false,
        faults: [OTHER_FIELDS],
        body: alone(row.cells, table),
        place: placeOf(row, table),
      }),
    ),
    ...broken.map(
      (raw): DealPart => ({
        ok: false,
        faults: [OTHER_FIELDS],
        body: raw === null ? body : Buffer.from(`${table.rawHeading?.trimEnd()}\n${raw.trimEnd()}\n`),
      }),
    ),
  ];
}

interface Reading {
  table: Table;
  plan: ColumnPlan;
  format: SourceFormat;
  now: Date;
  body: Uint8Array;
}

function readRow(row: GridRow, { table, plan, format, now, body }: Reading): DealPart {
  const named = namedFields(row, table, plan);
  const damage = damageOf(row, plan);
  const reading = damage
    ? { ok: false as const, faults: [damage] as [Fault] }
    : readNamedDeal(named, 'structured', now, format);
  // The bytes of a row are kept only where it is refused.
  const part = partFrom(reading, reading.ok ? body : alone(row.cells, table));
  return { ...part, place: { ...placeOf(row, table), customer: customerOf(named) } };
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
  return {
    ...source,
    number: formatOf(amountsOf(rows, plan)) ?? source.number,
    dates: plan.dates ?? orderOf(closeDatesOf(rows, plan)) ?? source.dates ?? null,
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
export function damageOf(row: GridRow, { fields }: ColumnPlan): Fault | null {
  for (const [index, { field }] of fields) {
    const text = row.cells[index] ?? '';
    if (isCellError(text)) return { ...CELL_ERROR, field };
    if (/(?:^|_)id$/.test(field) && isRoundedId(text)) return { ...ROUNDED_ID, field };
  }
  return null;
}

function placeOf({ at }: GridRow, { name }: Table): PartPlace {
  return { sheet: name, row: at, item: null };
}

function customerOf({ record }: NamedFields): string | null {
  const text = typeof record.customer_name === 'string' ? record.customer_name.trim() : '';
  return text === '' ? null : text.slice(0, 255);
}

/** Rows of one id that name different customers are never versions of one record. */
function withoutTwins(read: readonly { row: GridRow; part: DealPart }[], table: Table): DealPart[] {
  const customers = new Map<string, Set<string>>();
  for (const { part } of read) {
    if (!part.ok) continue;
    const { externalId, stated } = part.parsed;
    const names = customers.get(externalId) ?? new Set();
    customers.set(externalId, names.add(foldWord(stated.submission.customer_name ?? '').trim()));
  }
  return read.map(({ row, part }) => {
    if (!part.ok || (customers.get(part.parsed.externalId)?.size ?? 0) < 2) return part;
    const { place } = part;
    return { ok: false, faults: [TWIN], body: alone(row.cells, table), ...(place && { place }) };
  });
}

function lacksCurrency(part: DealPart): boolean {
  return part.ok && part.parsed.stated.problems.some(({ code }) => code === 'currency_missing');
}

/** Whether no row tells what one of them leaves open. */
function isLeftOpen({ code }: Fault, { number, dates }: SourceFormat): boolean {
  return (code === 'amount_ambiguous' && number === null) || (code === 'date_ambiguous' && dates === null);
}
