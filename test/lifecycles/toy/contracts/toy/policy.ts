import { z } from 'zod';
import type { ToyPolicy } from '../../domain/toy/request.ts';

/** policy/programs/toy.yaml */
export const toyPolicySchema = z.strictObject({
  effectiveFrom: z.coerce.date().transform((date) => date.toISOString()),
  askFrom: z.number().int().min(1),
}) satisfies z.ZodType<ToyPolicy & { effectiveFrom: string }>;
