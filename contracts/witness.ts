import { z } from 'zod';
import { jsonText } from './json-text.ts';

const settings = z.strictObject({
  /** `path` default: `checkpoints.jsonl` beside the installation's key. */
  file: z.strictObject({ path: z.string().min(1).optional() }).optional(),
  /** A collector, e.g. of a SIEM. */
  http: z.strictObject({ url: z.url(), authorization: z.string().min(1).optional() }).optional(),
  /** An Auditor's mailbox. */
  mail: z.strictObject({ to: z.email(), everyHours: z.number().positive().default(24) }).optional(),
});

/** QUARTERDECK_WITNESS: where checkpoints are noted outside the database; a file unless something else is said. */
export const witnessSchema = jsonText.pipe(settings).prefault('{"file":{}}');

export type WitnessSettings = z.output<typeof witnessSchema>;
