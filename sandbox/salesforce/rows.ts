import type { Row } from '../records.ts';
import { type Column, SALESFORCE_OBJECTS, type SObject } from './objects.ts';

/** What an export leaves out, because a real org would not let us put it back. Counters of ids are not in it at all. */
export const SALESFORCE_SYSTEM_FIELDS: readonly string[] = [
  'CreatedDate',
  'CreatedById',
  'LastModifiedDate',
  'SystemModstamp',
  'IsDeleted',
];

/** An error answer: an array with one entry. */
export class SalesforceRefusal extends Error {
  readonly status: number;
  readonly errorCode: string;
  readonly fields: string[];
  readonly more: object;
  constructor(status: number, errorCode: string, message: string, fields: string[] = [], more: object = {}) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
    this.fields = fields;
    this.more = more;
  }
}

export function objectOf(name: string): SObject {
  const object = SALESFORCE_OBJECTS[name];
  if (!object) throw new SalesforceRefusal(404, 'NOT_FOUND', 'The requested resource does not exist');
  return object;
}

export function columnOf(object: string, name: string): Column {
  const column = objectOf(object).columns.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (column) return column;
  throw new SalesforceRefusal(400, 'INVALID_FIELD', `No such column '${name}' on sobject of type ${object}`);
}

/** The value of a column, with what follows from others. */
export function cell(row: Row, column: Column): unknown {
  if (column.name === 'IsClosed') return String(row.StageName ?? '').startsWith('Closed');
  if (column.name === 'IsDeleted') return row.IsDeleted ?? false;
  if (column.type === 'boolean') return row[column.name] ?? false;
  return row[column.name] ?? null;
}

/** The same moment in Salesforce's spelling. */
export const stamp = (at: Date) => at.toISOString().replace('Z', '+0000');

/** @param find by external id, for references. @throws SalesforceRefusal as the org would. */
export function checkedRow(
  object: string,
  body: unknown,
  creating: boolean,
  find: (object: string, column: string, value: string) => Row[],
): Record<string, unknown> {
  if (body === null || typeof body !== 'object' || Array.isArray(body))
    throw new SalesforceRefusal(400, 'JSON_PARSER_ERROR', 'One object is expected');
  const row: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    const reference = objectOf(object).columns.find((each) => each.to?.relationship === name);
    if (reference?.to) row[reference.name] = referred(reference.to.object, value, find);
    else {
      const column = columnOf(object, name);
      const checked = checkedValue(object, column, value);
      row[column.name] = column.to && checked !== null ? existing(column.to.object, checked, find) : checked;
    }
  }
  const missing = objectOf(object).columns.filter(
    (column) => column.required && (row[column.name] ?? null) === null,
  );
  const lacking = missing.map(({ name }) => name).filter((name) => creating || name in row);
  if (lacking.length > 0)
    throw new SalesforceRefusal(
      400,
      'REQUIRED_FIELD_MISSING',
      `Required fields are missing: [${lacking}]`,
      lacking,
    );
  return row;
}

function referred(
  object: string,
  value: unknown,
  find: (object: string, column: string, value: string) => Row[],
) {
  const [column, id] = Object.entries((value ?? {}) as Record<string, unknown>)[0] ?? [];
  const [row] = column === undefined ? [] : find(object, columnOf(object, column).name, String(id));
  if (row) return row.Id;
  throw new SalesforceRefusal(
    400,
    'INVALID_FIELD',
    `Foreign key external ID: ${id} not found for field ${column}`,
  );
}

function existing(
  object: string,
  id: unknown,
  find: (object: string, column: string, value: string) => Row[],
) {
  const [row] = find(object, 'Id', String(id));
  if (row) return row.Id;
  throw new SalesforceRefusal(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
}

function checkedValue(object: string, column: Column, value: unknown): unknown {
  const fail = (code: string) => new SalesforceRefusal(400, code, `${column.name}: ${value}`, [column.name]);
  if (column.type === 'system') throw fail('INVALID_FIELD_FOR_INSERT_UPDATE');
  if (value === null) return null;
  if (column.type === 'boolean' || column.type === 'currency') {
    if (typeof value === (column.type === 'boolean' ? 'boolean' : 'number')) return value;
    throw fail('JSON_PARSER_ERROR');
  }
  if (typeof value !== 'string') throw fail('JSON_PARSER_ERROR');
  const text = value.trim();
  if (column.type === 'date' && !/^\d{4}-\d\d-\d\d$/.test(text)) throw fail('JSON_PARSER_ERROR');
  if (column.type === 'email' && !/^[^@\s]+@[^@\s]+$/.test(text)) throw fail('INVALID_EMAIL_ADDRESS');
  if (text.length > (column.length ?? Number.POSITIVE_INFINITY)) throw fail('STRING_TOO_LONG');
  if (object === 'Opportunity' && column.name === 'CurrencyIsoCode' && !/^[A-Z]{3}$/.test(text))
    throw fail('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST');
  return text === '' ? null : text;
}

/** Rows without nulls, system fields and what follows from others, ordered by id. */
export function exportedRows(rows: Row[]): Record<string, unknown>[] {
  const visible = ([name, value]: [string, unknown]) =>
    value !== null && !SALESFORCE_SYSTEM_FIELDS.includes(name);
  return rows
    .map((row) => Object.fromEntries(Object.entries(row).filter(visible)))
    .sort((a, b) => (String(a.Id) < String(b.Id) ? -1 : 1));
}
