import { z } from 'zod';
import type { MatchModel } from '../domain/match/model.ts';

const share = z.number().gt(0).lt(1);
/** Rounded, nearly all pairs may be all pairs. */
const levelShare = z.number().gt(0).max(1);

/** policy/match.yaml: the model by which registrations are compared; learnt, not written by hand. */
export const matchModelSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string().min(1),
  prior: share,
  fields: z.array(
    z.strictObject({
      field: z.string().min(1),
      compare: z.enum([
        'name',
        'text',
        'domain',
        'equal',
        'string',
        'email',
        'phone',
        'number',
        'date',
        'address',
        'set',
      ]),
      levels: z
        .array(
          z.strictObject({
            level: z.string(),
            atLeast: z.number().min(0).max(1),
            m: levelShare,
            u: levelShare,
            bits: z.number().min(0).nullable(),
          }),
        )
        .min(2)
        .refine((levels) => levels.at(-1)?.atLeast === 0, {
          error: 'the last level must have `atLeast: 0`, so that every similarity has one',
        })
        .refine(
          (levels) => levels.every((level, i) => i === 0 || level.atLeast < (levels[i - 1]?.atLeast ?? 0)),
          { error: 'levels stand strongest first, each with a smaller `atLeast` than the one before' },
        ),
      frequencies: z.strictObject({ of: z.record(z.string(), share), other: share }).nullable(),
    }),
  ),
}) satisfies z.ZodType<MatchModel>;
