import { IANAZone } from 'luxon';
import { z } from 'zod';
import { crmAccountFields } from './crm-account-fields.ts';

/** Bodies of HubSpot's CRM API, written from its public description; what it may leave out is optional. */

/** A record. Values are texts; one that is not set is null or missing. */
export const hubspotRow = z.object({
  id: z.string().min(1),
  properties: z.record(z.string(), z.string().nullish()),
  /** Only where it was asked for. */
  associations: z
    .record(
      z.string(),
      // Once for each kind of link, in no order: `deal_to_company` is the primary one.
      z.object({ results: z.array(z.object({ id: z.string(), type: z.string().optional() })) }).optional(),
    )
    .optional(),
});
export type HubspotRow = z.infer<typeof hubspotRow>;

const problem = z.object({
  category: z.string().optional(),
  message: z.string().optional(),
  /** Of a 429: which limit. */
  policyName: z.string().optional(),
  errors: z
    .array(
      z.object({
        code: z.string().nullish(),
        in: z.string().nullish(),
        context: z
          .object({ propertyName: z.array(z.string()) })
          .nullish()
          .catch(undefined),
      }),
    )
    .optional(),
});
export const hubspotError = problem;
export type HubspotError = z.infer<typeof problem>;

/** What stands as JSON inside the message of a refusal. */
export const invalidProperties = z.array(
  z.object({ error: z.string().optional(), name: z.string().optional() }),
);

/** Answer of a batch call: 200 or 201, or 207 when an input failed. */
export const hubspotBatch = z.object({
  /** `PENDING`, `PROCESSING` and `CANCELED` say nothing of the inputs. */
  status: z.literal('COMPLETE').optional(),
  results: z.array(
    hubspotRow.extend({ new: z.boolean().optional(), objectWriteTraceId: z.string().nullish() }),
  ),
  errors: z.array(problem).optional(),
});

/** One page of a search. */
export const hubspotPage = z.object({
  /** How many there are on all pages. */
  total: z.number(),
  results: z.array(hubspotRow),
  paging: z.object({ next: z.object({ after: z.string() }).optional() }).optional(),
});

/** One of a list, which stops no other when it is none: then its id is empty. Its values may be anything. */
const listed = z.preprocess(
  (item) => (item !== null && typeof item === 'object' ? item : {}),
  z.object({
    id: z.union([z.string(), z.number().transform(String)]).catch(''),
    properties: z.record(z.string(), z.unknown()).catch({}),
  }),
);
/** The same of what goes through all there is. */
export const hubspotList = hubspotPage.pick({ total: true }).extend({ results: z.array(listed) });

/** One page of what lies in the bin. Only what is said to lie there counts, and no answer of another kind. */
export const hubspotBin = hubspotPage.pick({ paging: true }).extend({
  status: z.never().optional(),
  errors: z.never().optional(),
  results: z.array(
    z.preprocess(
      (item) => (item !== null && typeof item === 'object' ? item : {}),
      z.object({
        id: z.union([z.string(), z.number().transform(String)]).catch(''),
        archived: z.boolean().catch(false),
      }),
    ),
  ),
});

/** What a webhook delivery holds: at most 100 events that name a record, none of its values is believed. */
export const hubspotEvents = z.array(z.unknown()).min(1).max(100);

const id = z.union([z.string().max(40), z.number().int()]).transform(String);
const recordId = id.pipe(z.string().regex(/^\d{1,20}$/, 'is no record id'));
const typeId = z.string().max(40).nullish();
/** Which of these an event holds depends on what has happened. */
export const hubspotEvent = z.object({
  eventId: id,
  subscriptionId: id,
  /** Milliseconds since 1970. */
  occurredAt: z.number().int(),
  /** `deal.creation`, or `object.creation` with `objectTypeId` 0-3. */
  subscriptionType: z.string().max(100),
  objectTypeId: typeId,
  objectId: recordId.nullish(),
  /** Of a link: `DEAL_TO_COMPANY`, or the kinds of both records. */
  associationType: z.string().max(100).nullish(),
  fromObjectTypeId: typeId,
  fromObjectId: recordId.nullish(),
  toObjectTypeId: typeId,
  toObjectId: recordId.nullish(),
  /** Of a merge: the record that the others went into, and the new one that HubSpot sometimes makes for it. */
  primaryObjectId: recordId.nullish(),
  newObjectId: recordId.nullish(),
  mergedObjectIds: z.array(recordId).max(100).nullish(),
});
export type HubspotEvent = z.infer<typeof hubspotEvent>;

const property = z.string().regex(/^[a-z][a-z0-9_]*$/, 'an internal name as the property settings show it');
const optional = property.nullable().default(null);

/** `policy/mappings/hubspot.yaml`: our words on the left, the account's internal property names on the right. */
export const hubspotMapping = z.strictObject({
  account: z.strictObject({
    /** Unique. */
    externalId: property,
    /** Names the write that created the record. */
    origin: property,
    fields: z.strictObject(crmAccountFields(property)),
  }),
  contact: z.strictObject({
    /** Unique. `email` makes the address itself the key. */
    externalId: property,
    origin: property,
    fields: z.strictObject({ email: property }),
  }),
  opportunity: z.strictObject({
    externalId: property,
    origin: property,
    fields: z.strictObject({
      name: property,
      amount: property,
      /** null in an account with one currency: then only `companyCurrency` is accepted. */
      currency: property.nullable(),
      closeDate: property,
      partnerId: property,
      partnerSourced: optional,
      tags: property.nullable(),
      size: optional,
      products: optional,
      competitor: optional,
      /** Only read. */
      stage: property,
      closed: property,
      account: property,
      lastActivity: optional,
    }),
    companyCurrency: z.string().length(3),
    /**
     * The account's zone, in which its days begin: a close date is written as noon there. Null: `closeDate` is a property of days
     * without a time.
     */
    timeZone: z
      .string()
      .refine((name) => IANAZone.isValidZone(name), 'a time zone like Europe/Berlin')
      .nullable()
      .default(null),
    /** Written when the deal is created and never again. */
    onCreate: z.record(property, z.string()),
    /** `;` for a property of several checkboxes. */
    tagSeparator: z.string().min(1),
  }),
  /** Which deals are registrations that partners entered in HubSpot. Absent: none. */
  registration: z
    .strictObject({
      /** Property → value; all must hold. */
      when: z
        .record(property, z.string())
        .refine((when) => Object.keys(when).length > 0, 'names no property'),
      fields: z.strictObject({
        source_partner_id: property,
        /** null: the name of the deal's company. */
        customer_name: optional,
        opportunity_name: property,
        amount: property,
        currency: optional,
        expected_close_date: property,
        /** null: the address of the deal's contact, if it has one only. */
        primary_contact_email: optional,
        partner_notes: optional,
      }),
    })
    .optional(),
});
export type HubspotMapping = z.infer<typeof hubspotMapping>;
