import { z } from 'zod';
import type { SourceFormat } from '../../domain/reading/source-format.ts';
import { type IntakeForm, NDJSON, STATED_FILE, WORKBOOK } from './parse.ts';

/** Forms of files that may leave something open. */
export const TABLE_FORMS = ['text/csv', 'application/json', NDJSON, WORKBOOK] as const;
export type TableForm = (typeof TABLE_FORMS)[number];

/** Whether what was kept in this form is a table, so that something can be stated of it. */
export function isTableForm(form: string | null): boolean {
  return form === STATED_FILE || TABLE_FORMS.some((one) => one === form);
}

/** Of decimals; no currency has more. */
export const MOST_PLACES = 6;

const head = z.strictObject({
  form: z.enum(TABLE_FORMS),
  number: z
    .strictObject({ mark: z.enum(['.', ',']), places: z.int().min(0).max(MOST_PLACES) })
    .exactOptional(),
  currency: z.string().max(10).exactOptional(),
  dates: z.enum(['day_first', 'month_first']).exactOptional(),
  encoding: z.string().max(40).exactOptional(),
  sheet: z.string().max(100).exactOptional(),
});

/** What a submitter states of one file; it goes before what is stated of its source. */
export type StatedFormat = Omit<z.infer<typeof head>, 'form'>;

/**
 * A file together with what is stated of it, as one body: so it is kept, read and read again as it was meant, and the same file under another
 * statement is another input. A line of JSON, then the bytes.
 */
export function withStated(
  form: TableForm,
  body: Uint8Array,
  stated: StatedFormat,
): { form: typeof STATED_FILE; body: Buffer } {
  return {
    form: STATED_FILE,
    body: Buffer.concat([Buffer.from(`${JSON.stringify({ form, ...stated })}\n`), body]),
  };
}

/** A table with more stated of it: what was stated before holds where nothing else is said. Null for what is no table. */
export function restatedFile(
  form: IntakeForm,
  body: Uint8Array,
  stated: StatedFormat,
): { form: typeof STATED_FILE; body: Buffer } | null {
  if (form !== STATED_FILE) {
    const table = TABLE_FORMS.find((one) => one === form);
    return table ? withStated(table, body, stated) : null;
  }
  const before = headOf(body);
  if (before === null) return null;
  const { form: table, ...said } = before;
  return withStated(table, fileIn(body), { ...said, ...stated });
}

/**
 * A refused part of such a file, so that it is read again under the same statement: the whole file, or one row of it, which was written anew
 * as UTF-8 and has no sheet.
 * @param whole the file with its statement
 */
export function keptWithStated(
  part: { body: Uint8Array; form?: IntakeForm },
  whole: Uint8Array,
): { form: IntakeForm; body: Uint8Array } {
  const stated = headOf(whole);
  if (part.form === undefined || stated === null) return { form: STATED_FILE, body: whole };
  const { form: _form, encoding: _encoding, sheet: _sheet, ...ofRows } = stated;
  // An item of a list says itself what its list has told of numbers and dates.
  const { form: table = part.form, ...said } = (part.form === STATED_FILE && headOf(part.body)) || {};
  const alone = part.form === STATED_FILE ? fileIn(part.body) : part.body;
  const form = TABLE_FORMS.find((one) => one === table);
  return form ? withStated(form, alone, { ...ofRows, ...said }) : { form: STATED_FILE, body: whole };
}

/** The file and the format of it; null where the body is no such one. */
export function statedIn(
  body: Uint8Array,
  source: SourceFormat,
): { form: TableForm; body: Uint8Array; format: SourceFormat } | null {
  const read = headOf(body);
  if (read === null) return null;
  const { form, ...stated } = read;
  return { form, body: fileIn(body), format: { ...source, ...stated } };
}

/** What stands behind the statement. */
function fileIn(body: Uint8Array): Uint8Array {
  return body.subarray(body.indexOf(0x0a) + 1);
}

/** What is stated in front of a file. */
function headOf(body: Uint8Array): z.infer<typeof head> | null {
  try {
    return head.parse(JSON.parse(Buffer.from(body.subarray(0, body.indexOf(0x0a))).toString()));
  } catch {
    return null;
  }
}
