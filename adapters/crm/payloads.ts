import { z } from 'zod';

/** What CrmPort's three writes are given; the same for every vendor. A ZodError here is a bug of our own activities. */

export const accountPayload = z.object({
  externalId: z.string().min(1),
  name: z.string().min(1),
  domain: z.string().nullish(),
});

export const contactPayload = z.object({
  externalId: z.string().min(1),
  email: z.string().min(1),
  accountExternalId: z.string().min(1),
});

export const opportunityPayload = z.object({
  externalId: z.string().min(1),
  name: z.string().min(1),
  /** Decimal string. */
  amount: z.string(),
  currency: z.string().length(3),
  /** ISO date. */
  closeDate: z.string(),
  accountExternalId: z.string().min(1),
  partnerId: z.string().nullable(),
  /** `size:…` once, `product:…` for each family. */
  tags: z.array(z.string()),
  /** Absent from effects that were written before it existed. */
  competitor: z.string().nullable().default(null),
});

export type OpportunityPayload = z.infer<typeof opportunityPayload>;

/** What a tag of one kind says: `tagged(['size:large'], 'size')` is `['large']`. */
export function tagged(tags: readonly string[], kind: string): string[] {
  return tags.filter((tag) => tag.startsWith(`${kind}:`)).map((tag) => tag.slice(kind.length + 1));
}
