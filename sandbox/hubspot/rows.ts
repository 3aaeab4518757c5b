import type { Row } from '../records.ts';
import { HUBSPOT_OBJECTS, type HubspotObject, type Property } from './objects.ts';

/** What an export leaves out, because a real account would not let us put it back. */
export const HUBSPOT_SYSTEM_FIELDS: readonly string[] = ['createdate', 'hs_lastmodifieddate'];

/** A record: its values as texts, and the ids of the records it hangs on by their kind. */
export type HubspotRecord = Row & {
  properties: Record<string, string>;
  associations: Record<string, string[]>;
  /** The company that was linked as the primary one. */
  primary?: string;
};

/** One problem, as an answer of its own or among the errors of a batch. */
export class HubspotRefusal extends Error {
  readonly status: number;
  readonly category: string;
  readonly more: Record<string, unknown>;
  readonly headers: Record<string, string>;
  constructor(
    status: number,
    category: string,
    message: string,
    more: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ) {
    super(message);
    this.status = status;
    this.category = category;
    this.more = more;
    this.headers = headers;
  }
}

export function kindOf(type: string): HubspotObject {
  const kind = HUBSPOT_OBJECTS[type];
  if (kind) return kind;
  throw new HubspotRefusal(400, 'VALIDATION_ERROR', `Unable to infer object type from: ${type}`);
}

export function propertyOf(type: string, name: string): Property {
  const property = kindOf(type).properties.find((each) => each.name === name);
  if (property) return property;
  throw invalid(name, 'PROPERTY_DOESNT_EXIST', `Property "${name}" does not exist`);
}

/** The value of a property, with what follows from others; null where there is none. */
export function propertyValue(row: HubspotRecord, name: string): string | null {
  const { properties } = row;
  if (name === 'hs_object_id') return row.Id;
  if (name === 'hs_is_closed') return String((properties.dealstage ?? '').startsWith('closed'));
  if (name === 'hs_primary_associated_company' || name === 'associatedcompanyid') return row.primary ?? null;
  return properties[name] ?? null;
}

/** @throws HubspotRefusal as the account would */
export function checked(type: string, given: unknown): Record<string, string> {
  if (given === null || typeof given !== 'object' || Array.isArray(given))
    throw new HubspotRefusal(400, 'VALIDATION_ERROR', 'Invalid input JSON: properties');
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, checkedValue(propertyOf(type, name), value)]),
  );
}

function checkedValue({ name, type, readOnly }: Property, value: unknown): string {
  if (readOnly) throw invalid(name, 'READ_ONLY_VALUE', `"${name}" is read only`);
  if (typeof value !== 'string') throw invalid(name, 'INVALID_STRING', `${name} was not a string`);
  if (value === '') return '';
  if (type === 'number') {
    if (!/^-?\d+(\.\d+)?$/.test(value)) throw invalid(name, 'INVALID_INTEGER', `${value} was not a number`);
    // Numbers come back in their shortest spelling.
    return value.includes('.') ? value.replace(/\.?0+$/, '') : value;
  }
  if (type === 'datetime') {
    const at = Date.parse(/^\d+$/.test(value) ? new Date(Number(value)).toISOString() : value);
    if (Number.isNaN(at)) throw invalid(name, 'INVALID_DATE', `${value} was not a valid date`);
    return new Date(at).toISOString().replace('.000Z', 'Z');
  }
  if (type === 'bool' && value !== 'true' && value !== 'false')
    throw invalid(name, 'INVALID_OPTION', `${value} was not one of the allowed options`);
  if (name === 'email' && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value))
    throw invalid(name, 'INVALID_EMAIL', `Email address ${value} is invalid`);
  if (value.length > 65_536) throw invalid(name, 'INVALID_LENGTH', `${name} is too long`);
  return name === 'email' ? value.toLowerCase() : value;
}

export function invalid(name: string, code: string, message: string): HubspotRefusal {
  const text = `Property values were not valid: [{"isValid":false,"message":${JSON.stringify(message)},"error":"${code}","name":"${name}"}]`;
  return new HubspotRefusal(400, 'VALIDATION_ERROR', text, {
    errors: [{ message, code, context: { propertyName: [name] } }],
  });
}

/** A record as the API answers it, with the properties that were asked for. */
export function shown(row: HubspotRecord, names: readonly string[]) {
  const asked = [...new Set(['createdate', 'hs_lastmodifieddate', 'hs_object_id', ...names])];
  return {
    id: row.Id,
    properties: Object.fromEntries(asked.map((name) => [name, propertyValue(row, name)])),
    createdAt: row.properties.createdate,
    updatedAt: row.properties.hs_lastmodifieddate,
    archived: false,
  };
}

/** Records without system fields, ordered by id. */
export function exportedRecords(rows: HubspotRecord[]): Record<string, unknown>[] {
  return rows
    .map(({ Id, properties, associations }) => ({
      id: Id,
      properties: Object.fromEntries(
        Object.entries(properties).filter(([name]) => !HUBSPOT_SYSTEM_FIELDS.includes(name)),
      ),
      associations,
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
