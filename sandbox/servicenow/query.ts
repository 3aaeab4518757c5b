import type { Row } from '../records.ts';

const FORMS: [RegExp, (row: Row, field: string, value: string, now: number) => boolean][] = [
  [
    /^([a-z_]+)RELATIVEGT@minute@ago@(\d+)$/,
    (row, field, value, now) => at(row, field) > now - Number(value) * 60_000,
  ],
  [/^([a-z_]+)IN([a-z_,]+)$/, (row, field, value) => value.split(',').includes(String(row[field]))],
  [/^([a-z_]+)=([\w-]*)$/, (row, field, value) => String(row[field] ?? '') === value],
];

/** Rows have their times in milliseconds. */
const at = (row: Row, field: string) => Number(row[field]);

/**
 * Rows that an encoded query means, in its order. Null for a part that is not understood: ServiceNow would leave it out, and answer
 * to another question than was asked.
 */
export function encodedQuery(rows: readonly Row[], query: string, now: number): Row[] | null {
  let found = [...rows];
  for (const part of query.split('^').filter((each) => each !== '')) {
    const order = /^ORDERBY([a-z_]+)$/.exec(part)?.[1];
    if (order) {
      found.sort((a, b) => at(a, order) - at(b, order));
      continue;
    }
    const form = FORMS.find(([pattern]) => pattern.test(part));
    if (!form) return null;
    const [, field = '', value = ''] = form[0].exec(part) ?? [];
    found = found.filter((row) => form[1](row, field, value, now));
  }
  return found;
}
