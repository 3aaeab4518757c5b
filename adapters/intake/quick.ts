import { isWorkbook } from '../tables/is-workbook.ts';
import { type IntakeForm, STATED_FILE } from './parse.ts';
import { TABLE_FORMS, type TableForm } from './stated-file.ts';

/** Forms of fields: read where they arrive, unless they are long. */
export type FieldForm = 'application/json' | 'text/csv';

/** Forms that hold a registration in each row or item. */
export type RowsForm = TableForm | typeof STATED_FILE;

/** JSON of a request, and CSV of a few rows, are read where they arrive; longer ones would hold up everybody else's. */
const MOST_JSON = 256 * 1024;
const MOST_CSV = 64 * 1024;
const MOST_ROWS = 100;

export function isFields(form: IntakeForm): form is FieldForm {
  return form === 'application/json' || form === 'text/csv';
}

export function isRows(form: IntakeForm): form is RowsForm {
  return form === STATED_FILE || TABLE_FORMS.some((one) => one === form);
}

/** Whether an input is short enough to be read at once. */
export function isShort(form: FieldForm, body: Uint8Array): boolean {
  if (form === 'application/json') return body.length <= MOST_JSON;
  return body.length <= MOST_CSV && !isWorkbook(body) && lines(body) <= MOST_ROWS;
}

function lines(body: Uint8Array): number {
  let count = 0;
  for (let at = -1; count <= MOST_ROWS; count += 1) {
    at = body.indexOf(0x0a, at + 1);
    if (at < 0) break;
  }
  return count;
}
