import { z } from 'zod';
import type { RetentionDays } from '../domain/retention.ts';

const days = z.int().min(31, 'is at least 31: the database lets nothing younger go');

/** policy/retention.yaml */
export const retentionSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    days: z.strictObject({ deadLetters: days, webhookEvents: days, steps: days, nonces: days }),
  })
  .transform((policy): RetentionDays => policy.days);
