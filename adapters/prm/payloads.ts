import { z } from 'zod';
import type { DealFields } from '../../domain/deal/registration.ts';
import type { JsonObject } from '../../domain/json.ts';

/** What the writes of PrmDeals are given; the same for every vendor. */

const text = z.string().nullable();
const fields = z.object({
  customer_name: text,
  opportunity_name: text,
  stated_value: z.object({ amount: z.string(), currency: z.string().length(3) }).nullable(),
  expected_close_date: text,
  primary_contact_email: text,
  partner_notes: text,
}) satisfies z.ZodType<DealFields>;

export const createPayload = z.object({ externalId: z.string(), partnerId: z.string(), fields });

export const updatePayload = z.object({
  id: z.string(),
  status: z.string(),
  closureReason: text.optional(),
  AI_Validation_Score: z.number().nullable().optional(),
  Potential_Conflict_ID: text.optional(),
  Routing_Recommendation: text.optional(),
});

export const conflictPayload = z.object({
  externalId: z.string(),
  dealId: z.string(),
  otherRecord: z.string(),
  clause: z.string(),
  first: z.string(),
  summary: z.string(),
});

/** @throws ZodError: a payload that our own activities built wrongly is a bug. */
export const created = (payload: JsonObject) => createPayload.parse(payload);

/** @throws ZodError: a payload that our own activities built wrongly is a bug. */
export function updated(payload: JsonObject): { id: string; status: string } & JsonObject {
  const { id, status, ...rest } = updatePayload.parse(payload);
  const given = Object.entries(rest).filter(
    (entry): entry is [string, string | number | null] => entry[1] !== undefined,
  );
  return { id, status, ...Object.fromEntries(given) };
}
