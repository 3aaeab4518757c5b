import { z } from 'zod';
import type { SourceFormat } from '../../domain/reading/source-format.ts';
import { NDJSON, STATED_FILE, WORKBOOK } from './parse.ts';

/** Forms of files that may leave something open. */
export const TABLE_FORMS = ['text/csv', 'application/json', NDJSON, WORKBOOK] as const;
export type TableForm = (typeof TABLE_FORMS)[number];

const head = z.strictObject({
  form: z.enum(TABLE_FORMS),
  number: z.strictObject({ mark: z.enum(['.', ',']), places: z.int().min(0).max(6) }).exactOptional(),
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

/** The file and the format of it; null where the body is no such one. */
export function statedIn(
  body: Uint8Array,
  source: SourceFormat,
): { form: TableForm; body: Uint8Array; format: SourceFormat } | null {
  const end = body.indexOf(0x0a);
  if (end < 0) return null;
  try {
    const { form, ...stated } = head.parse(JSON.parse(Buffer.from(body.subarray(0, end)).toString()));
    return { form, body: body.subarray(end + 1), format: { ...source, ...stated } };
  } catch {
    return null;
  }
}
