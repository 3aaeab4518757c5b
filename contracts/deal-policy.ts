import { parse } from '@marcbachmann/cel-js';
import { z } from 'zod';
import type { DealPolicy } from '../domain/deal-policy.ts';

const celCondition = z.string().refine(
  (text) => {
    try {
      parse(text);
      return true;
    } catch {
      return false;
    }
  },
  { error: 'is not a CEL expression' },
);

const share = z.number().min(0).max(1);

export const dealPolicySchema = z.strictObject({
  required: z.record(z.string(), z.array(z.string())).refine((programs) => programs.standard !== undefined, {
    error: 'needs the program `standard`, which holds for every program that is not named',
  }),
  weights: z
    .strictObject({
      tier: z.number(),
      winRate: z.number(),
      completeness: z.number(),
      customerFit: z.number(),
      certification: z.number(),
      performance: z.number(),
    })
    .refine((weights) => Object.values(weights).reduce((sum, weight) => sum + weight, 0) === 100, {
      error: 'weights must add up to 100',
    }),
  tierScore: z.record(z.string(), share),
  reviewBelow: z.number().int().min(0).max(100),
  similarName: share,
  automaticTiers: z.array(z.string()),
  alwaysPerson: z.array(z.strictObject({ rule: z.string(), when: celCondition, text: z.string() })),
  highValue: z.string().regex(/^\d+(\.\d+)?$/, { error: 'is a decimal string in USD, e.g. "100000"' }),
  protectionDays: z.number().int().positive(),
  freeMail: z.array(z.string()),
}) satisfies z.ZodType<DealPolicy>;

/** policy/programs.yaml: the decision policy, effective-dated. */
export const decisionPolicySchema = z.strictObject({
  effectiveFrom: z.coerce.date().transform((date) => date.toISOString()),
  deal: dealPolicySchema,
});
export type DecisionPolicy = z.infer<typeof decisionPolicySchema>;
