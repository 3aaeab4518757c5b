import { z } from 'zod';
import type { ClawbackPolicy } from '../../domain/clawback/policy.ts';

/** policy/programs/clawback.yaml */
export const clawbackPolicySchema = z.strictObject({
  effectiveFrom: z.coerce.date().transform((date) => date.toISOString()),
  automaticUpToUsd: z.string().regex(/^\d{1,12}(\.\d{1,2})?$/),
}) satisfies z.ZodType<ClawbackPolicy & { effectiveFrom: string }>;
