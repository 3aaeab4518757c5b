import { z } from 'zod';
import type { Lifecycle } from '../domain/lifecycles.ts';
import { ROLLOUT_MODES, type RolloutMode, type RolloutRules } from '../domain/rollout.ts';
import { lifecycleName } from './lifecycle.ts';

/** policy/rollout.yaml */
export interface RolloutPolicy {
  rules: RolloutRules;
  /** Figures that are about a single person are shown. */
  personFigures: boolean;
  /** The sample channel's start: mode by segment pattern by lifecycle, in the name of a sample person. */
  sample: { by: string; segments: Partial<Record<Lifecycle, Record<string, RolloutMode>>> };
}

const share = z.number().gt(0).max(1);
const sampling = z.strictObject({ share: z.number().min(0).max(1), atLeast: z.int().min(0) });
const pattern = z
  .string()
  .regex(/^[^/]+\/[^/]+\/[^/]+$/, { error: 'is tier/region/program, * for any, e.g. Platinum/EMEA/*' });

export const rolloutPolicySchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    rules: z
      .strictObject({
        minimum: z.int().min(1),
        days: z.int().min(1),
        promoteAt: share,
        demoteBelow: share,
        // Files of 0.2.0 do not name the samples.
        blind: sampling.default({ share: 0.2, atLeast: 60 }),
        control: sampling.default({ share: 0.02, atLeast: 30 }),
        afterwards: z.number().min(0).max(1).default(0.01),
      })
      .refine((rules) => rules.demoteBelow <= rules.promoteAt, {
        error: 'demoteBelow must not exceed promoteAt, or a promotion would end at once',
      }),
    personFigures: z.boolean().default(false),
    sample: z.strictObject({
      by: z.string(),
      segments: z.partialRecord(lifecycleName, z.record(pattern, z.enum(ROLLOUT_MODES))),
    }),
  })
  .transform(({ schemaVersion: _, ...policy }) => policy) satisfies z.ZodType<RolloutPolicy>;
