import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { matchModelSchema } from '../../../contracts/match-policy.ts';
import type { MatchModel } from '../../../domain/match/model.ts';
import { nameOnly } from '../../../domain/match/name-only.ts';
import type { MatchRecord } from '../../../domain/match/record.ts';

/** The model that ships. */
export const MODEL: MatchModel = matchModelSchema.parse(
  parse(readFileSync(join(import.meta.dirname, '../../../policy/match.yaml'), 'utf8')),
);

/** A record that says nothing but its name, and what is given. */
export function record(name: string, rest: Partial<MatchRecord> = {}): MatchRecord {
  return { ...nameOnly('registration:1', name), ...rest };
}
