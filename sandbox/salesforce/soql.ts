import { type Cursor, condition, cursor, FilterFault, type Test } from '../filter.ts';
import type { Records, Row } from '../records.ts';
import { SALESFORCE_OBJECTS } from './objects.ts';
import { cell, columnOf, objectOf } from './rows.ts';

/** The part of SOQL that fits one page: fields, child subqueries, WHERE, ORDER BY, LIMIT. */
export interface Query {
  object: string;
  rows: Record<string, unknown>[];
}

/** What an org does with a query. */
export interface SoqlOptions {
  /** Records in the recycle bin are found, too. */
  deleted: boolean;
  /** The first page of the children of a record. */
  page(rows: Record<string, unknown>[]): object;
}

/** @throws FilterFault for what is no SOQL, SalesforceRefusal for unknown names. */
export function runSoql(text: string, records: Records, options: SoqlOptions): Query {
  const from = cursor(text);
  const select = parse(from, (name) => name, records);
  if (!from.done()) throw new FilterFault(`unexpected token: ${from.peek()}`);
  const { object } = select;
  const rows = [...records.all(object), ...(options.deleted ? records.all(binOf(object)) : [])];
  return { object, rows: run(select, rows, records, options) };
}

/** Where deleted records of an object lie. */
export const binOf = (object: string) => `${object} in the recycle bin`;

interface Select {
  object: string;
  fields: string[];
  children: { name: string; column: string; select: Select }[];
  test: Test<Row>;
  orderBy: { field: string; sign: 1 | -1 }[];
  limit: number;
}

/** @param objectNamed turns the word after FROM into an object: itself, or the object of a child relationship. */
function parse(from: Cursor, objectNamed: (name: string) => string, records: Records): Select {
  from.expect('select');
  const fields: string[] = [];
  const children: Select['children'] = [];
  do {
    if (from.skip('(')) {
      let named = '';
      const select = parse(
        from,
        (name) => {
          named = name;
          return childOf(name).object;
        },
        records,
      );
      from.expect(')');
      children.push({ name: named, select, column: childOf(named).column });
    } else fields.push(from.word());
  } while (from.skip(','));
  from.expect('from');
  const object = objectNamed(from.word());
  objectOf(object);
  for (const field of fields) columnOf(object, field);
  const test = from.skip('where')
    ? condition<Row>(from, (row, field) => comparable(valueAt(object, row, field, records)))
    : () => true;
  return { object, fields, children, test, orderBy: order(from), limit: limit(from) };
}

/** A field of the row, or of the record that it refers to: `Account.Name`. */
function valueAt(object: string, row: Row, field: string, records: Records): unknown {
  const [relationship = '', inner] = field.split('.');
  if (inner === undefined) return cell(row, columnOf(object, field));
  const to = objectOf(object).columns.find((each) => each.to?.relationship === relationship);
  if (!to?.to) throw new FilterFault(`Didn't understand relationship '${relationship}'`);
  const parent = records.get(to.to.object, String(row[to.name]));
  return parent ? cell(parent, columnOf(to.to.object, inner)) : null;
}

/** Moments compare in the spelling of a query's literals. */
const comparable = (value: unknown) =>
  typeof value === 'string' ? value.replace(/^(\d{4}-\d\d-\d\dT[\d:.]+)\+0000$/, '$1Z') : value;

function childOf(name: string): { object: string; column: string } {
  const child = Object.values(SALESFORCE_OBJECTS).flatMap(({ children }) =>
    children[name] ? [children[name]] : [],
  )[0];
  if (child) return child;
  throw new FilterFault(`Didn't understand relationship '${name}'`);
}

function order(from: Cursor): Select['orderBy'] {
  if (!from.skip('order')) return [];
  from.expect('by');
  const by: Select['orderBy'] = [];
  do {
    const field = from.word();
    if (from.skip('desc')) by.push({ field, sign: -1 });
    else {
      from.skip('asc');
      by.push({ field, sign: 1 });
    }
  } while (from.skip(','));
  return by;
}

function limit(from: Cursor): number {
  return from.skip('limit') ? Number(from.word()) : Number.POSITIVE_INFINITY;
}

function run(
  select: Select,
  candidates: Row[],
  records: Records,
  options: SoqlOptions,
): Record<string, unknown>[] {
  const rows = candidates.filter(select.test);
  for (const { field, sign } of select.orderBy.toReversed()) {
    const by = (row: Row) => String(cell(row, columnOf(select.object, field)) ?? '');
    rows.sort((a, b) => (by(a) === by(b) ? 0 : by(a) < by(b) ? -sign : sign));
  }
  return rows.slice(0, select.limit).map((row) => ({
    attributes: { type: select.object },
    ...Object.fromEntries(
      select.fields.map((field) => {
        const column = columnOf(select.object, field);
        return [column.name, cell(row, column)];
      }),
    ),
    ...Object.fromEntries(
      select.children.map((child) => [child.name, childPage(row, child, records, options)]),
    ),
  }));
}

/** Children come as a page of their own, or null when there are none. */
function childPage(
  row: Row,
  { column, select }: Select['children'][number],
  records: Records,
  options: SoqlOptions,
) {
  const found = run(
    select,
    records.all(select.object).filter((child) => child[column] === row.Id),
    records,
    options,
  );
  return found.length === 0 ? null : options.page(found);
}
