import type { z } from 'zod';
import type { JsonObject } from '../domain/json.ts';
import { refused } from './refused.ts';

/**
 * A write's payload, checked at the edge. What is wrong with it will be wrong at every attempt, and nothing was sent.
 * @param what it is, as people say it, such as `notice`
 * @throws VendorFault `rejected`, code `invalid_<what>`, naming the fields but never their content
 */
export function readPayload<T extends z.ZodType>(
  vendor: string,
  what: string,
  schema: T,
  payload: JsonObject,
): z.output<T> {
  const read = schema.safeParse(payload);
  if (read.success) return read.data;
  const fields = read.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw refused(
    vendor,
    `invalid_${what.replaceAll(' ', '_')}`,
    `the ${what} cannot be sent: check ${fields}`,
  );
}
