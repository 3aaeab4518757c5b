import { Decimal } from 'decimal.js';
import type { JsonObject } from '../domain/json.ts';
import { refused } from './refused.ts';

/** An error code as a vendor sent it, or undefined when it is no plain code (free text may hold secrets or personal data). */
export function plainCode(code: string | null | undefined): string | undefined {
  return code != null && /^[A-Za-z0-9_.-]{1,60}$/.test(code) ? code : undefined;
}

const DECIMAL = /^-?\d+(?:\.\d+)?$/;

/** A decimal string without an exponent. @throws VendorFault `rejected` when it is none */
export function vendorDecimal(vendor: string, amount: string): string {
  if (DECIMAL.test(amount)) return amount;
  throw refused(
    vendor,
    'AMOUNT_NOT_REPRESENTABLE',
    'the amount is no decimal number; correct it in the registration',
  );
}

/** Whether two texts are the same number. */
export const sameNumber = (a: string, b: string) =>
  DECIMAL.test(a) && DECIMAL.test(b) && new Decimal(a).equals(b);

/**
 * A decimal string as the JSON number that Impartner and Salesforce take.
 * @throws VendorFault `rejected` when a double cannot hold it, instead of writing another amount.
 */
export function jsonAmount(vendor: string, amount: string): number {
  const number = Number(vendorDecimal(vendor, amount));
  if (Number.isFinite(number) && new Decimal(number).equals(amount)) return number;
  throw refused(
    vendor,
    'AMOUNT_NOT_REPRESENTABLE',
    `the amount has more digits than ${vendor} can hold; register it with fewer decimals`,
  );
}

/** Those of our own field names that a vendor's text speaks of; nothing else of the text may be repeated. */
export function mentioned(text: string | null | undefined, names: readonly string[]): string[] {
  const words = new Set((text ?? '').toLowerCase().split(/[^a-z0-9_]+/));
  return names.filter((name) => words.has(name.toLowerCase()));
}

/** Names in a message: ` (a, b)`, or nothing. */
export const listed = (names: readonly string[]) => (names.length > 0 ? ` (${names.join(', ')})` : '');

/** What a message calls a record. An id that no vendor can have given may be somebody's address, and is left out. */
export const called = (object: string, id: string | undefined) =>
  id !== undefined && plainCode(id) ? `${object} ${id}` : object;

/**
 * A record id or external id as one segment of a URL path.
 * @throws VendorFault `not_found` for what a URL parser would turn into another path (`..`).
 */
export function pathSegment(vendor: string, id: string): string {
  if (id !== '' && !/^\.{1,2}$/.test(id)) return encodeURIComponent(id);
  throw refused(vendor, 'NO_SUCH_ID', 'no record can have this id', 'not_found');
}

/**
 * A moment as a vendor spells it, as UTC with milliseconds. Without a zone it is taken as UTC; null when it is no moment, or
 * the year 1, which is how .NET writes "never".
 */
export function vendorInstant(text: string): string | null {
  const zoned = /([zZ]|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`;
  const at = new Date(zoned);
  return /T/.test(text) && at.getUTCFullYear() > 1 ? at.toISOString() : null;
}

/** Names in one text with `;` between them. */
export function names(text: string): string[] {
  return text
    .split(';')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

/** Our field names become the vendor's. */
export function renamed(fields: Record<string, string | null>, values: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const field = fields[name];
      return field ? [[field, value]] : [];
    }),
  );
}
