import { parseDealCsv } from './deal/csv.ts';
import { parseDealJson } from './deal/json.ts';
import type { IntakeForm, Parsed } from './parse.ts';

/** JSON of a request, and CSV of a few rows, are read where they arrive; longer ones would hold up everybody else's. */
const MOST_JSON = 256 * 1024;
const MOST_CSV = 64 * 1024;
const MOST_ROWS = 100;

/** Whether an input is read at once. */
export function isQuick(form: IntakeForm, body: Uint8Array): boolean {
  if (form === 'application/json') return body.length <= MOST_JSON;
  return form === 'text/csv' && body.length <= MOST_CSV && lines(body) <= MOST_ROWS;
}

/** The registrations of an input that is read at once; none of JSON that is about something else. */
export function quickParts(form: IntakeForm, body: Uint8Array, now: Date): Parsed[] {
  if (form === 'text/csv') return parseDealCsv(body, now);
  return [parseDealJson(body, now)].filter((part) => part !== null);
}

function lines(body: Uint8Array): number {
  let count = 0;
  for (let at = -1; count <= MOST_ROWS; count += 1) {
    at = body.indexOf(0x0a, at + 1);
    if (at < 0) break;
  }
  return count;
}

/** Whether the form is of fields and not of free text or of a mere hint. */
export function isStructured(form: IntakeForm): boolean {
  return form === 'application/json' || form === 'text/csv';
}
