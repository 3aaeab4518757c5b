import { z } from 'zod';

/** What CrmPort's three writes are given; the same for every vendor. A ZodError here is a bug of our own activities. */

export const accountPayload = z.object({
  externalId: z.string().min(1),
  name: z.string().min(1),
  domain: z.string().nullish(),
});

/** The account that a new record hangs on: one of the CRM by its own id, or ours by our external id. */
export type AccountRef = { id: string } | { externalId: string };

const account = {
  accountExternalId: z.string().min(1).optional(),
  accountId: z.string().min(1).optional(),
};
type Hanging = { accountExternalId?: string | undefined; accountId?: string | undefined };

const oneAccount = ({ accountExternalId, accountId }: Hanging) =>
  (accountExternalId === undefined) !== (accountId === undefined);
const ONE_ACCOUNT = 'exactly one of accountExternalId and accountId';

/** Of a payload that its schema let through. */
export function accountRef({ accountExternalId, accountId }: Hanging): AccountRef {
  return accountId === undefined ? { externalId: accountExternalId as string } : { id: accountId };
}

const contact = z.object({ externalId: z.string().min(1), email: z.string().min(1), ...account });
export const contactPayload = contact.refine(oneAccount, ONE_ACCOUNT);

const opportunity = z.object({
  externalId: z.string().min(1),
  name: z.string().min(1),
  /** Decimal string. */
  amount: z.string(),
  currency: z.string().length(3),
  /** ISO date. */
  closeDate: z.string(),
  ...account,
  partnerId: z.string().nullable(),
  /** `size:…` once, `product:…` for each family. */
  tags: z.array(z.string()),
  /** Absent from effects that were written before it existed. */
  competitor: z.string().nullable().default(null),
});
export const opportunityPayload = opportunity.refine(oneAccount, ONE_ACCOUNT);

export type OpportunityPayload = z.infer<typeof opportunityPayload>;

/** What a tag of one kind says: `tagged(['size:large'], 'size')` is `['large']`. */
export function tagged(tags: readonly string[], kind: string): string[] {
  return tags.filter((tag) => tag.startsWith(`${kind}:`)).map((tag) => tag.slice(kind.length + 1));
}
