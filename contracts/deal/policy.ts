import { parse } from '@marcbachmann/cel-js';
import { z } from 'zod';
import type { DealPolicy } from '../../domain/deal/policy.ts';
import { BEFORE_DEAL_2 } from '../../domain/deal/policy-defaults.ts';
import { REQUIRABLE_FIELDS } from '../../domain/deal/required-fields.ts';
import { LEVELS } from '../../domain/match/levels.ts';

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

const usd = z.string().regex(/^\d+(\.\d+)?$/, { error: 'is a decimal string in USD, e.g. "100000"' });
const withStandard = <T extends z.ZodType>(rules: T) =>
  z.record(z.string(), rules).refine((programs) => programs.standard !== undefined, {
    error: 'needs the program `standard`, which holds for every program that is not named',
  });

const levels = [...new Set(Object.values(LEVELS).flatMap((each) => each.map(({ level }) => level)))];
const level = z.string().refine((name) => levels.includes(name), {
  error: `is no level of a comparison; these are: ${levels.join(', ')}`,
});

const matchingSchema = z
  .strictObject({
    conflictFrom: share,
    reviewFrom: share,
    touchDays: z.number().int().positive(),
    candidates: z.number().int().min(1).max(200),
    floors: z
      .array(z.strictObject({ field: z.string(), levels: z.array(level).min(1), probability: share }))
      .default([]),
    gravity: z.strictObject({
      protected: share,
      registered: share,
      duplicate: share,
      active_cycle: share,
      open_opportunity: share,
      direct_touch: share,
      hierarchy: share,
      possible_account: share,
      // Older policies have no such clause.
      namesake: share.default(BEFORE_DEAL_2.matching.gravity.namesake),
    }),
  })
  .refine(({ conflictFrom, reviewFrom }) => reviewFrom <= conflictFrom, {
    error: 'reviewFrom must not be above conflictFrom',
  });

const eligibilitySchema = z.strictObject({
  certifications: z.array(z.string().min(1)).default([]),
  tiers: z.array(z.string().min(1)).default([]),
  authorisedTerritory: z.boolean().default(true),
  mdfBalance: usd.nullable().default(null),
});

export const dealPolicySchema = z.strictObject({
  required: withStandard(
    z.array(
      z.string().refine((field) => REQUIRABLE_FIELDS.includes(field), {
        error: `is no field that can be required; these can: ${REQUIRABLE_FIELDS.join(', ')}`,
      }),
    ),
  ),
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
  similarName: share.default(0.8),
  // Policies that were stored before deal@2 have none of these four.
  matching: matchingSchema.prefault(BEFORE_DEAL_2.matching),
  eligibility: withStandard(eligibilitySchema).prefault(BEFORE_DEAL_2.eligibility),
  customerFit: z
    .strictObject({
      industries: z.array(z.string()),
      countries: z.array(z.string().regex(/^[A-Z]{2}$/, { error: 'is an ISO 3166-1 code like DE' })),
      employeesFrom: z.number().int().min(0),
    })
    .prefault(BEFORE_DEAL_2.customerFit),
  mdf: z.strictObject({ proofDays: z.number().int().positive() }).prefault(BEFORE_DEAL_2.mdf),
  automaticTiers: z.array(z.string()),
  alwaysPerson: z.array(z.strictObject({ rule: z.string(), when: celCondition, text: z.string() })),
  highValue: usd,
  protectionDays: z.number().int().positive(),
  freeMail: z.array(z.string()),
}) satisfies z.ZodType<DealPolicy>;

/** policy/programs/deal.yaml: the decision policy, effective-dated. */
export const decisionPolicySchema = z.strictObject({
  effectiveFrom: z.coerce.date().transform((date) => date.toISOString()),
  deal: dealPolicySchema,
});
export type DecisionPolicy = z.infer<typeof decisionPolicySchema>;
