import { isBlankText } from '../../../domain/invisible.ts';
import { lookupTable } from '../../../domain/lookup-table.ts';
import { looksLikeCurrency } from '../../../domain/reading/currency-headings.ts';
import { amountParts } from '../../../domain/reading/stated-amount.ts';
import type { DateOrder } from '../../../domain/reading/stated-date.ts';
import type { GridRow, Table } from '../../../domain/tables/table.ts';
import { type NamedFields, shownName } from './field-names.ts';
import { type Column, columnOf } from './headings.ts';

/** Which column each field of a registration is read from. */
export interface ColumnPlan {
  /** Field by column, from 0. Of several for one field each row is read from the first that holds something. */
  fields: ReadonlyMap<number, Column & { field: string }>;
  /** Columns that hold the currency of the amounts. */
  currencies: readonly number[];
  /** Columns of some other use. */
  unread: readonly number[];
  /** Two columns hold one of the fields that a registration stands and falls with, and neither says more than the other. */
  twice: { field: string; columns: readonly [number, number] } | null;
  /** Order of the dates that a heading states. */
  dates: DateOrder | null;
}

/** A wrong one of these is another record, partner, customer, sum or day. */
const DECIDING: ReadonlySet<string> = new Set([
  'deal_id',
  'source_partner_id',
  'customer_name',
  'estimated_value',
  'expected_close_date',
]);

/** Rank of our own name, or of a tool's for the same thing: where the cell of one is empty, that of another holds. */
const SURE = 1;

/** Rows by whose cells it is seen what a column holds. */
const LOOKED_AT = 500;

/**
 * Chooses the columns of a table. Where several can hold a field, our own name goes before a tool's and a tool's before a word; among
 * words the cells decide, so that `Ansprechpartner` with names and `E-Mail` with addresses are told apart.
 */
export function planColumns({ headings, rows }: Pick<Table, 'headings' | 'rows'>): ColumnPlan {
  const sample = rows.slice(0, LOOKED_AT);
  const candidates = new Map<string, { index: number; column: Column & { field: string } }[]>();
  const currencies: number[] = [];
  const unread: number[] = [];
  for (const [index, heading] of headings.entries()) {
    const column = columnOf(heading);
    if (column?.field === 'currency') currencies.push(index);
    else if (column === null || column.field === null || !fits(column, index, sample)) unread.push(index);
    else {
      const { field } = column;
      candidates.set(field, [...(candidates.get(field) ?? []), { index, column: { ...column, field } }]);
    }
  }
  const fields = new Map<number, Column & { field: string }>();
  let twice: ColumnPlan['twice'] = null;
  for (const [field, all] of candidates) {
    const filled = all.filter(({ index }) => sample.some((row) => text(row, index) !== ''));
    const [chosen, ...others] = (filled.length > 0 ? filled : all).toSorted(
      (a, b) => a.column.rank - b.column.rank,
    );
    if (!chosen) continue;
    const read = [
      chosen,
      ...others.filter(({ column }) => column.rank <= SURE && chosen.column.rank <= SURE),
    ];
    for (const { index, column } of read) fields.set(index, column);
    unread.push(...all.filter((each) => !read.includes(each)).map(({ index }) => index));
    const equal = others.find(
      ({ index, column }) => column.rank === chosen.column.rank && differ(rows, chosen.index, index),
    );
    if (equal && DECIDING.has(field)) twice ??= { field, columns: [chosen.index, equal.index] };
  }
  const dates = [...fields.values()].find(({ order }) => order !== null)?.order ?? null;
  return { fields, currencies, unread: unread.sort((a, b) => a - b), twice, dates };
}

/** Whether two columns say different things anywhere. */
function differ(rows: readonly GridRow[], one: number, other: number): boolean {
  return rows.some(
    (row) => text(row, one) !== text(row, other) && text(row, one) !== '' && text(row, other) !== '',
  );
}

/** Whether the cells of a column that a word alone names are of the kind that its field has; an empty column fits. */
function fits({ field, rank }: Column, index: number, rows: readonly GridRow[]): boolean {
  if (rank < 2) return true;
  const isOfKind = KINDS[field ?? ''];
  if (!isOfKind) return true;
  const filled = rows.filter((row) => text(row, index) !== '');
  return filled.length === 0 || filled.some((row) => isOfKind(text(row, index)));
}

const KINDS = lookupTable<(cell: string) => boolean>({
  primary_contact_email: (cell) => cell.includes('@'),
  estimated_value: (cell) => amountParts(cell) !== null,
  expected_close_date: (cell) => /\d/.test(cell),
});

/** What a cell shows. */
function text(row: GridRow, index: number): string {
  const cell = row.cells[index] ?? '';
  return isBlankText(cell) ? '' : cell.trim();
}

/** The column of each field in one row. */
export function columnsOf(row: GridRow, { fields }: ColumnPlan): ColumnPlan['fields'] {
  const chosen = new Map<string, [number, Column & { field: string }]>();
  for (const [index, column] of fields) {
    const before = chosen.get(column.field);
    if (!before || (text(row, before[0]) === '' && text(row, index) !== ''))
      chosen.set(column.field, [index, column]);
  }
  return new Map(chosen.values());
}

/** A row under our own field names. */
export function namedFields(
  row: GridRow,
  { headings }: Pick<Table, 'headings'>,
  plan: ColumnPlan,
): NamedFields {
  const record: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  const currencies = plan.currencies.map((index) => text(row, index)).filter((each) => each !== '');
  const read = columnsOf(row, plan);
  for (const [index, { field, currency }] of read) {
    record[field] = typedCell(field, row.cells[index] ?? '');
    if (currency !== null && text(row, index) !== '') currencies.push(currency);
  }
  const passedBy = [...plan.fields.keys()].filter((index) => !read.has(index));
  const unread = [...plan.unread, ...passedBy]
    .filter((index) => text(row, index) !== '')
    .sort((a, b) => a - b);
  return {
    record,
    currencies,
    unread: unread.slice(0, MOST_NAMED).map((index) => shownName(headings[index] || `column ${index + 1}`)),
    currencyUnread: unread.some((index) => looksLikeCurrency(headings[index] ?? '')),
    twice: null,
  };
}

const MOST_NAMED = 20;

/** The text of a cell as the type that JSON would have. */
function typedCell(field: string, cell: string): unknown {
  if (field === 'territories' || field === 'product_families')
    return cell.split('|').filter((each) => each.trim() !== '');
  return field === 'non_standard_discount' ? flagOf(cell) : cell;
}

function flagOf(cell: string): boolean | string | null {
  const word = cell.trim().toLowerCase();
  if (word === '') return null;
  if (word === 'true' || word === 'yes' || word === '1') return true;
  return word === 'false' || word === 'no' || word === '0' ? false : cell;
}
