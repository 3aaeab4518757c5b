import type { Fault } from '../../../contracts/problem.ts';
import { isOwnField, type LabelledField, labelledField } from '../../../domain/claim/field-labels.ts';
import { isBlankText } from '../../../domain/invisible.ts';
import { formatOf, numberReadings, onlyReading } from '../../../domain/reading/number-format.ts';
import type { SourceFormat } from '../../../domain/reading/source-format.ts';
import { amountParts } from '../../../domain/reading/stated-amount.ts';
import { type DateOrder, orderOf, statedDay } from '../../../domain/reading/stated-date.ts';
import { isCellError, isRoundedId } from '../../../domain/tables/damage.ts';
import type { GridRow, Headings, Table } from '../../../domain/tables/table.ts';
import { csvLine } from '../../tables/csv-line.ts';
import { ambiguousDay, fileNames, type RawClaim, rawValue } from './raw-claim.ts';

/** Which headings of a table a claim knows. */
export const CLAIM_HEADINGS: Headings = {
  known: (heading) => labelledField(heading) !== null,
  isId: (heading) => labelledField(heading) === 'claim_id',
};

/** Whether a table states claims; a list of sales, which has no column of a claim's own, may be proof as well. */
export function isForm({ headings }: Pick<Table, 'headings'>): boolean {
  return headings.some((heading) => isOwnField(labelledField(heading)));
}

const MOST_LINES = 1_000;

/** What each row may say otherwise, so that its line has it. */
const OF_LINE = ['line', 'sku', 'quantity', 'amount', 'sold_on', 'invoice_number'] as const;
/** Sales of one claim may go to several customers: then the claim names none. */
const MAY_DIFFER: ReadonlySet<LabelledField> = new Set(['customer_name', 'country']);

/**
 * The claims of a table: each row a line, rows of one `claim_id` one claim, and without that column all rows. Numbers and dates are read in the
 * format that their columns show.
 */
export function claimsOfTable(table: Table, source: SourceFormat): RawClaim[] {
  const columns = new Map<LabelledField, number>();
  for (const [index, heading] of table.headings.entries()) {
    const field = labelledField(heading);
    if (field === null) continue;
    const known = columns.get(field);
    if (known !== undefined && differ(table.rows, known, index))
      return [refused(twiceNamed(field), table, null)];
    columns.set(field, known ?? index);
  }
  const reading: Reading = { table, columns, ...formats(table, columns, source) };
  const id = columns.get('claim_id');
  const groups = Map.groupBy(table.rows, (row) => (id === undefined ? '' : textIn(row, id)));
  return [...groups.values()].map((rows) => claimOf(rows, reading));
}

interface Reading {
  table: Table;
  columns: ReadonlyMap<LabelledField, number>;
  mark: '.' | ',' | null;
  dates: DateOrder | null;
}

function claimOf(rows: readonly GridRow[], reading: Reading): RawClaim {
  const { table, columns } = reading;
  const [first] = rows;
  const raw: RawClaim = { fields: {}, files: null, faults: [], ...placed(table, first ?? null) };
  raw.alone = () =>
    Buffer.from(`${[csvLine(table.headings), ...rows.map(({ cells }) => csvLine(cells))].join('\n')}\n`);
  if (rows.length > MOST_LINES) raw.faults.push(TOO_MANY);
  const read = (row: GridRow, field: LabelledField) => cellOf(row, field, reading, raw.faults);
  for (const field of columns.keys()) {
    if (field === 'currency' || (OF_LINE as readonly string[]).includes(field)) continue;
    const values = [...new Set(rows.flatMap((row) => read(row, field) ?? []))];
    if (values.length === 0) continue;
    if (field === 'documents') raw.files = [...new Set(values.flatMap(fileNames))];
    else if (field === 'notes') raw.fields.notes = values.join('\n');
    else if (values.length === 1) raw.fields[field] = rawValue(field, values[0] as string);
    else if (!MAY_DIFFER.has(field)) raw.faults.push(differs(field));
  }
  raw.fields.lines = rows.slice(0, MOST_LINES).flatMap((row) => {
    const line = Object.fromEntries(
      OF_LINE.flatMap((field) => {
        const value = read(row, field);
        return value === null ? [] : [[field, value]];
      }),
    );
    if (line.sku === undefined && line.quantity === undefined && line.amount === undefined) return [];
    const currency = read(row, 'currency');
    const amount =
      line.amount === undefined
        ? {}
        : { amount: currency === null ? line.amount : { amount: line.amount, currency } };
    return [{ sku: '', quantity: '', ...line, ...amount }];
  });
  return raw;
}

/** The text of a cell as JSON would state it; null where nothing stands. */
function cellOf(row: GridRow, field: LabelledField, reading: Reading, faults: Fault[]): string | null {
  const index = reading.columns.get(field);
  const text = index === undefined ? '' : textIn(row, index);
  if (index === undefined || text === '') return null;
  if (isCellError(text)) faults.push({ ...CELL_ERROR, field });
  if (/_id$|_number$/.test(field) && isRoundedId(text)) faults.push({ ...ROUNDED, field });
  if (row.typed?.has(index)) return text;
  if (field === 'amount' || field === 'total' || field === 'quantity')
    return plainNumber(text, field, reading, faults);
  if (field !== 'sold_on') return text;
  const day = statedDay(text, reading.dates);
  if (day && 'either' in day) faults.push(ambiguousDay(field));
  return day && 'day' in day ? day.day : text;
}

/** The same with its number in plain decimals; what is no number stays, and is refused where the field is read. */
function plainNumber(text: string, field: string, { mark }: Reading, faults: Fault[]): string {
  const written = amountParts(text)?.number;
  if (written === undefined) return text;
  const readings = numberReadings(written);
  const plain = onlyReading(readings) ?? (mark && readings[mark]);
  if (plain !== null) return text.replace(written, plain);
  if (readings['.'] !== null) faults.push({ ...AMBIGUOUS, field });
  return text;
}

function formats(
  table: Table,
  columns: Reading['columns'],
  source: SourceFormat,
): Pick<Reading, 'mark' | 'dates'> {
  const texts = (field: LabelledField) => {
    const index = columns.get(field);
    return index === undefined
      ? []
      : table.rows.flatMap((row) => (row.typed?.has(index) ? [] : [textIn(row, index)]));
  };
  const numbers = (['amount', 'total', 'quantity'] as const).flatMap((field) =>
    texts(field).flatMap((text) => amountParts(text)?.number ?? []),
  );
  return {
    mark: formatOf(numbers)?.mark ?? source.number?.mark ?? null,
    dates: orderOf(texts('sold_on')) ?? source.dates ?? null,
  };
}

function differ(rows: readonly GridRow[], one: number, other: number): boolean {
  return rows.some((row) => textIn(row, one) !== textIn(row, other) && textIn(row, other) !== '');
}

function textIn(row: GridRow, index: number): string {
  const cell = row.cells[index] ?? '';
  return isBlankText(cell) ? '' : cell.trim();
}

function placed({ name }: Table, row: GridRow | null): Pick<RawClaim, 'at'> {
  return { at: { sheet: name, row: row?.at ?? null, item: null } };
}

function refused(fault: Fault, table: Table, row: GridRow | null): RawClaim {
  return { fields: {}, files: null, faults: [fault], ...placed(table, row) };
}

const fault = (code: string, title: string, fix: string): Fault => ({ code, title, field: null, fix });

const TOO_MANY = fault(
  'too_many_lines',
  'A claim of the file has more than 1,000 lines.',
  'Split it into claims of at most 1,000 lines, each with a claim_id of its own.',
);

const CELL_ERROR = fault(
  'cell_error',
  'The cell holds an error of the spreadsheet, or a formula without its value.',
  'Mend the formula, let the program compute it, and save the file again.',
);

const ROUNDED = fault(
  'id_rounded',
  'A spreadsheet has rounded the id.',
  'Format the column as text before the ids are put into it, and export them anew.',
);

const AMBIGUOUS = fault(
  'amount_ambiguous',
  'No row tells how the file writes its numbers, and one of them can be two.',
  'Write one of the amounts with its decimals, or state the numbers of this file or source.',
);

function differs(field: string): Fault {
  return {
    code: 'field_ambiguous',
    title: 'Rows of one claim hold different values in a field that the whole claim has.',
    field,
    fix: 'Give each claim a claim_id of its own, or the same value in each of its rows.',
  };
}

function twiceNamed(field: string): Fault {
  return {
    code: 'field_ambiguous',
    title: 'Two columns can hold this field, and they differ.',
    field,
    fix: `Call the right one ${field}, or leave the other one out.`,
  };
}
