import { join } from 'node:path';
import type { Configuration } from './configuration.ts';

/** The file that holds the checkpoints; null where the configuration names other witnesses only. */
export function witnessFile({
  QUARTERDECK_WITNESS: { file },
  QUARTERDECK_KEYS: keys,
}: Pick<Configuration, 'QUARTERDECK_WITNESS' | 'QUARTERDECK_KEYS'>): string | null {
  return file ? (file.path ?? join(keys, 'checkpoints.jsonl')) : null;
}
