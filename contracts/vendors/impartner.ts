import { z } from 'zod';
import { partnerWords, rarePartnerFields } from './partner-mapping.ts';

/**
 * Bodies of Impartner's objects API. Its answers come in camelCase whatever was asked for, so every key is lower-cased before
 * it is read here. Observed shapes; the official documentation is behind a login, so check `_describe` of your tenant.
 */

/** Around every answer. HTTP 200 with `success: false` is an error. */
export const impartnerEnvelope = z.object({
  success: z.boolean(),
  message: z.string().nullish(),
  errors: z
    .array(
      z.object({
        httpstatus: z.number().nullish(),
        code: z.string().nullish(),
        message: z.string().nullish(),
      }),
    )
    .nullish(),
  data: z.unknown().optional(),
});

/** One record, keys in lower case. */
export const impartnerRecord = z.looseObject({ id: z.union([z.number(), z.string()]).transform(String) });

/** One of a list, which stops no other when it is none: then its id is empty. */
const listed = z.preprocess(
  (item) => (item !== null && typeof item === 'object' ? item : {}),
  z.looseObject({ id: z.union([z.number(), z.string()]).transform(String).catch('') }),
);
/** The answer of a search, and of one that goes through all there is. */
export const impartnerPage = z.object({ count: z.number(), results: z.array(impartnerRecord) });
export const impartnerList = z.object({ count: z.number(), results: z.array(listed) });

export type ImpartnerRecord = z.infer<typeof impartnerRecord>;

const field = z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/, 'a field name as `_describe` lists it');

/** What is only read may stand in a record that is referred to: `Region.Name`. */
const path = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)*$/,
    'a field name as `_describe` lists it, or a path of them',
  );

/** One field, or where it is read and what is written instead: a reference is read by its name and written by its id. */
const readAndWritten = z.union([
  field.transform((name) => ({ read: name, write: name })),
  z.strictObject({ read: path, write: field }),
]);

/** `policy/mappings/impartner.yaml`: our words on the left, the tenant's object and field names on the right. */
export const impartnerMapping = z.strictObject({
  partner: z.strictObject({
    object: field,
    fields: z.strictObject({
      name: path,
      tier: path,
      region: path,
      language: path,
      timeZone: path,
      email: path,
      active: path,
      winRate: path,
      performance: path,
      certified: path,
      approvedRegistrations: path,
      manager: path,
      ...rarePartnerFields(path),
    }),
    ...partnerWords,
  }),
  deal: z.strictObject({
    object: field,
    /** The reference `{ id, name }` in answers, and the id field in writes. */
    partner: z.strictObject({ read: path, write: field }),
    externalId: field,
    modified: field,
    /** When the partner submitted it. Not the creation: a draft may have lain for weeks. */
    submitted: field.optional(),
    fields: z.strictObject({
      status: readAndWritten,
      opportunity_name: readAndWritten,
      customer_name: readAndWritten,
      amount: readAndWritten,
      currency: readAndWritten,
      expected_close_date: readAndWritten,
      primary_contact_email: readAndWritten,
      partner_notes: readAndWritten,
      closureReason: readAndWritten,
      AI_Validation_Score: readAndWritten,
      Potential_Conflict_ID: readAndWritten,
      Routing_Recommendation: readAndWritten,
    }),
    /** Our registration status → the tenant's value; one that is not listed is written as it is. */
    statuses: z.record(z.string(), z.string()),
    /** Currency of a deal, or a balance, that names none. */
    currency: z.string().length(3),
  }),
  /** The object of partners' requests for market development funds; without it none is known. */
  fund: z
    .strictObject({
      object: field,
      fields: z.strictObject({
        partner: path,
        status: path,
        amount: path,
        currency: path,
        approvedOn: path.optional(),
        activityOn: path.optional(),
        /** Whether the one extension of the time for proof was granted. */
        extended: path.optional(),
      }),
      /** The tenant's values that mean: approved. */
      approved: z.array(z.string()).min(1),
    })
    .optional(),
  /** The object of conflict records; without it none are written. */
  conflict: z
    .strictObject({
      object: field,
      /** Holds the id made from our key. */
      key: field,
      fields: z.strictObject({
        externalId: field,
        dealId: field,
        otherRecord: field,
        clause: field,
        first: field,
        summary: field,
      }),
    })
    .optional(),
  /** The objects of tasks for the channel's own people and of what is said on them; without them Impartner takes no tickets. */
  task: z
    .strictObject({
      object: field,
      /** Holds the id made from our key. */
      key: field,
      modified: field,
      /** `to`: whose task it is, for messages to our own people; without it they are told in other channels. */
      fields: z.strictObject({ title: field, text: field, status: field, to: field.optional() }),
      /** The tenant's values by what they mean; the first of each is the one that we write. */
      statuses: z.strictObject({
        open: z.array(z.string()).min(1),
        in_progress: z.array(z.string()).min(1),
        done: z.array(z.string()).min(1),
      }),
      comment: z.strictObject({
        object: field,
        key: field,
        created: field,
        fields: z.strictObject({ task: field, text: field, by: field }),
      }),
    })
    .optional(),
});

export type ImpartnerMapping = z.infer<typeof impartnerMapping>;
