import { z } from 'zod';
import {
  claimSchema,
  daySchema,
  givenSchema,
  moneySchema,
  refundedSchema,
} from '../../contracts/incentives/claim.ts';
import type { AccruePayload, HoldPayload, RefundPayload, ReleasePayload } from '../ports/accounts.ts';

const name = z.string().min(1).max(500);

/** The same for every vendor. */
export const accruePayload = z.object({
  program: name,
  claim: claimSchema,
  event: name,
  versions: z.array(name).min(1).optional(),
  upTo: moneySchema.optional(),
}) satisfies z.ZodType<AccruePayload>;

/** What looking for an accrual and undoing it need of that: nothing of a person, who may be sealed or erased. */
export const accruedPayload = z.object({ program: name, event: name, claim: z.object({ claim: name }) });

export const refundPayload = z.object({
  program: name,
  line: name,
  refunded: refundedSchema,
  on: daySchema,
  event: name,
  given: givenSchema.nullable().default(null),
  first: z.literal(true).optional(),
}) satisfies z.ZodType<RefundPayload>;

export const holdPayload = z.object({
  program: name,
  claim: name,
  event: name,
}) satisfies z.ZodType<HoldPayload>;

export const releasePayload = z.object({
  program: name,
  hold: name,
  event: name,
}) satisfies z.ZodType<ReleasePayload>;
