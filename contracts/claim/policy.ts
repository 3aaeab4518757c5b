import { z } from 'zod';
import type { ClaimPolicy } from '../../domain/claim/policy.ts';

const confidence = z.number().gt(0).max(1);

/** policy/programs/claim.yaml */
export const claimPolicySchema = z.strictObject({
  effectiveFrom: z.coerce.date().transform((date) => date.toISOString()),
  automaticFrom: confidence,
  readFrom: confidence,
  ocrFrom: confidence,
}) satisfies z.ZodType<ClaimPolicy & { effectiveFrom: string }>;
