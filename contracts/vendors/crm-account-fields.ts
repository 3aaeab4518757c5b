import type { z } from 'zod';

/** Where a CRM keeps what we read of an account. @param field what names of fields look like there */
export function crmAccountFields(field: z.ZodString) {
  /** A field that need not be there; a mapping of an earlier version does not name it. */
  const optional = field.nullable().default(null);
  return {
    name: field,
    domain: field,
    parent: optional,
    street: optional,
    postalCode: optional,
    city: optional,
    country: optional,
    /** Date or moment of the last logged touch. */
    lastTouch: optional,
  };
}
