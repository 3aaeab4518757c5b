import { z } from 'zod';
import { partnerWords, rarePartnerFields } from './partner-mapping.ts';

/**
 * Bodies of PartnerStack's vendor API, version 2. Shapes from its public documentation and clients; what those leave open (how
 * `meta` and `field_data` merge, whether an external key is unique) the adapter does not rely on.
 */

/** Around every answer, also inside HTTP 200; `status` repeats the HTTP status, or says otherwise. */
export const partnerstackEnvelope = z.object({
  status: z.union([z.number(), z.string().regex(/^\d/)]).transform(numeric),
  /** Repeated to nobody: it may hold a person's data. */
  message: z.string().nullish().catch(undefined),
  data: z.unknown().optional(),
});

/** `"404"` and `"4xx"` mean the same here. */
function numeric(status: number | string): number {
  const number = Number.parseInt(String(status), 10);
  return number < 100 ? number * 100 : number;
}

/** One deal or partnership. */
export const partnerstackRecord = z.looseObject({ key: z.string().min(1) });
export type PartnerstackRecord = z.infer<typeof partnerstackRecord>;

/** One of a list, which stops no other when it is none: then its key is empty. */
const listed = z.preprocess(
  (item) => (item !== null && typeof item === 'object' ? item : {}),
  z.looseObject({ key: z.string().catch('') }),
);
export const partnerstackPage = z.object({ items: z.array(listed), has_more: z.boolean() });

const key = z.string().min(1).max(200).nullish();
/**
 * What a webhook tells us. Names come as `deal.created` and `deal_created`, in `event` or `type`; the record stands bare, under
 * `data` or in its `object`, or only its key does.
 */
export const partnerstackEvent = z.object({
  event: z.string().nullish(),
  type: z.string().nullish(),
  key,
  target_key: key,
  data: z.object({ key, target_key: key, object: z.object({ key }).nullish() }).nullish(),
});

const name = '[A-Za-z][A-Za-z0-9_]*';
/** A field of the record, or one of a container: `email`, `team.name`, `m_data.region`. */
const path = z
  .string()
  .regex(
    new RegExp(`^${name}(\\.${name})?$`),
    'a field like email, or one in a container like m_data.region',
  );
/** Where we may write: the built-in account name, the form's fields, or the free `meta`. */
const writable = z
  .string()
  .regex(
    new RegExp(`^(account_name|(field_data|meta)\\.${name})$`),
    'account_name, field_data.<name> or meta.<name>',
  );

/** `policy/mappings/partnerstack.yaml`: our words on the left, where PartnerStack keeps them on the right. */
export const partnerstackMapping = z.strictObject({
  partner: z.strictObject({
    fields: z.strictObject({
      name: path,
      tier: path,
      region: path,
      language: path,
      timeZone: path,
      email: path,
      manager: path,
      winRate: path.optional(),
      performance: path.optional(),
      certified: path.optional(),
      approvedRegistrations: path.optional(),
      ...rarePartnerFields(path),
    }),
    ...partnerWords,
  }),
  deal: z.strictObject({
    fields: z.strictObject({
      customer_name: writable,
      opportunity_name: writable,
      currency: writable,
      primary_contact_email: writable,
      partner_notes: writable,
      /** null: not written. */
      AI_Validation_Score: writable.nullable(),
      Potential_Conflict_ID: writable.nullable(),
      Routing_Recommendation: writable.nullable(),
    }),
    /** Our registration status → the stage in the group's list; one that is not listed is written as it is. */
    statuses: z.record(z.string(), z.string()),
    /** Currency of an amount that names none. */
    currency: z.string().length(3),
  }),
});

export type PartnerstackMapping = z.infer<typeof partnerstackMapping>;
