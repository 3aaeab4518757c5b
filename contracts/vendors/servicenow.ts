import { z } from 'zod';

/** ServiceNow's Table API, as far as it is read. Source: its documentation of the REST API "Table API" (release Australia). */

/** With `sysparm_display_value=all` a field is its stored value beside what a person sees; one that access rules hide is absent. */
const field = z.object({ value: z.string(), display_value: z.string().nullish() });
const hidden = field.optional();

export const servicenowTask = z.object({
  sys_id: field,
  number: hidden,
  state: hidden,
  /** UTC without a zone: `2026-11-27 14:05:06`. */
  sys_updated_on: hidden,
  correlation_id: hidden,
  close_code: hidden,
  close_notes: hidden,
});
export type ServicenowTask = z.output<typeof servicenowTask>;

export const servicenowEntry = z.object({
  sys_id: field,
  sys_created_on: field,
  /** User name. */
  sys_created_by: field,
  value: field,
});
export type ServicenowEntry = z.output<typeof servicenowEntry>;

export const servicenowOne = z.object({ result: servicenowTask });
/** One of a list, which stops no other when it is none: then its id is empty. */
const listed = z.preprocess(
  (item) => (item !== null && typeof item === 'object' ? item : {}),
  z.looseObject({ sys_id: field.catch({ value: '' }) }),
);
export type ServicenowListed = z.output<typeof listed>;

export const servicenowTasks = z.object({ result: z.array(listed) });
export const servicenowEntries = z.object({ result: z.array(servicenowEntry) });

/** May come with 200, too. Its texts are not repeated. */
export const servicenowError = z.object({
  error: z.object({ message: z.string().nullish(), detail: z.string().nullish() }),
});
