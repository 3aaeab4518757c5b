import { type Cursor, condition, cursor, FilterFault, type Test } from '../filter.ts';
import type { Records, Row } from '../records.ts';
import { SALESFORCE_OBJECTS } from './objects.ts';
import { cell, columnOf, objectOf } from './rows.ts';

/** The part of SOQL that fits one page: fields, child subqueries, WHERE, ORDER BY, LIMIT. */
export interface Query {
  object: string;
  rows: Record<string, unknown>[];
}

/** @throws FilterFault for what is no SOQL, SalesforceRefusal for unknown names. */
export function runSoql(text: string, records: Records): Query {
  const from = cursor(text);
  const select = parse(from, (name) => name);
  if (!from.done()) throw new FilterFault(`unexpected token: ${from.peek()}`);
  return { object: select.object, rows: run(select, records.all(select.object), records) };
}

interface Select {
  object: string;
  fields: string[];
  children: { name: string; column: string; select: Select }[];
  test: Test<Row>;
  orderBy: { field: string; sign: 1 | -1 }[];
  limit: number;
}

/** @param objectNamed turns the word after FROM into an object: itself, or the object of a child relationship. */
function parse(from: Cursor, objectNamed: (name: string) => string): Select {
  from.expect('select');
  const fields: string[] = [];
  const children: Select['children'] = [];
  do {
    if (from.skip('(')) {
      let named = '';
      const select = parse(from, (name) => {
        named = name;
        return childOf(name).object;
      });
      from.expect(')');
      children.push({ name: named, select, column: childOf(named).column });
    } else fields.push(from.word());
  } while (from.skip(','));
  from.expect('from');
  const object = objectNamed(from.word());
  objectOf(object);
  for (const field of fields) columnOf(object, field);
  const test = from.skip('where')
    ? condition<Row>(from, (row, field) => comparable(cell(row, columnOf(object, field))))
    : () => true;
  return { object, fields, children, test, orderBy: order(from), limit: limit(from) };
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

function run(select: Select, candidates: Row[], records: Records): Record<string, unknown>[] {
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
    ...Object.fromEntries(select.children.map((child) => [child.name, childPage(row, child, records)])),
  }));
}

/** Children come as a page of their own, or null when there are none. */
function childPage(row: Row, { column, select }: Select['children'][number], records: Records) {
  const found = run(
    select,
    records.all(select.object).filter((child) => child[column] === row.Id),
    records,
  );
  return found.length === 0 ? null : { totalSize: found.length, done: true, records: found };
}
