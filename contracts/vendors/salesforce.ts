import { z } from 'zod';
import { crmAccountFields } from './crm-account-fields.ts';

/** Bodies of Salesforce's OAuth and REST API (v68.0). */

/** The token answer. `id` is a URL that ends in the id of the user we run as. */
export const salesforceToken = z.object({
  access_token: z.string().min(1),
  instance_url: z.url({ protocol: /^https?$/ }),
  id: z.string(),
});

const duplicates = z.object({
  duplicateRule: z.string().nullish(),
  matchResults: z
    .array(z.object({ matchRecords: z.array(z.object({ record: z.object({ Id: z.string() }) })) }))
    .default([]),
});

/** Errors come as an array, except from the token endpoint. */
export const salesforceErrors = z
  .array(
    z.object({
      errorCode: z.string(),
      fields: z.array(z.string()).nullish(),
      /** Repeated to nobody: it may hold a person's data. */
      message: z.string().nullish().catch(undefined),
      /** What a duplicate rule has found. */
      duplicateResult: duplicates.nullish().catch(undefined),
    }),
  )
  .min(1);

export const salesforceTokenError = z.object({ error: z.string() });

/** Answer of an upsert: 201 with this when created, 200 with this or 204 without a body when changed. */
export const salesforceUpserted = z.object({
  id: z.string(),
  success: z.literal(true),
  created: z.boolean().optional(),
});

/** One page of a query. The next page's path must stay on the instance, or our token would travel elsewhere. */
const pageOf = <T extends z.ZodType>(record: T) =>
  z
    .object({
      totalSize: z.number(),
      done: z.boolean(),
      nextRecordsUrl: z.string().startsWith('/services/data/').optional(),
      records: z.array(record),
    })
    .refine(
      ({ done, nextRecordsUrl }) => done || nextRecordsUrl !== undefined,
      'does not say where it goes on',
    );

const pages = new WeakMap<z.ZodType, unknown>();

/** The page of a kind of record: a schema costs more to make than to use. */
export function salesforcePage<T extends z.ZodType>(record: T): ReturnType<typeof pageOf<T>> {
  const known = pages.get(record) ?? pageOf(record);
  pages.set(record, known);
  return known as ReturnType<typeof pageOf<T>>;
}

export interface SalesforcePage<T> {
  records: T[];
  nextRecordsUrl?: string | undefined;
}

/** A row by external id; what else it holds depends on the mapping. */
export const salesforceRow = z.looseObject({
  Id: z.string(),
  LastModifiedDate: z.string(),
  CreatedById: z.string().optional(),
});

export type SalesforceRow = z.infer<typeof salesforceRow>;

const field = z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/, 'an API name as `describe` lists it');
/** A field that an org need not have; a mapping of an earlier version does not name it. */
const optional = field.nullable().default(null);

/** `policy/mappings/salesforce.yaml`: our words on the left, the org's API names on the right. */
export const salesforceMapping = z.strictObject({
  account: z.strictObject({
    externalId: field,
    fields: z.strictObject(crmAccountFields(field)),
  }),
  contact: z.strictObject({
    externalId: field,
    fields: z.strictObject({ email: field }),
  }),
  opportunity: z.strictObject({
    externalId: field,
    fields: z.strictObject({
      name: field,
      amount: field,
      /** null in an org without multi-currency: then only `corporateCurrency` is accepted. */
      currency: field.nullable(),
      closeDate: field,
      partnerId: field,
      partnerSourced: optional,
      /** All tags in one field. */
      tags: field.nullable(),
      /** `large` or `standard`. */
      size: optional,
      /** Product families. */
      products: optional,
      competitor: optional,
      /** Date or moment of the last logged activity; read only. */
      lastActivity: optional,
    }),
    corporateCurrency: z.string().length(3),
    /** Constant fields of a new opportunity; never written again, so that a seller's progress stays. */
    onCreate: z.record(field, z.union([z.string(), z.number(), z.boolean()])),
    /** Between two tags: `;` for a multi-select picklist. */
    tagSeparator: z.string().min(1),
  }),
});

export type SalesforceMapping = z.infer<typeof salesforceMapping>;
