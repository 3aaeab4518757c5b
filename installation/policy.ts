import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { VersionedModel } from '../activities/deal/matches.ts';
import { contentHash } from '../adapters/store/hash.ts';
import { matchModelSchema } from '../contracts/match-policy.ts';
import { type PersonRecord, peopleSchema } from '../contracts/policy-authority.ts';
import { retentionSchema } from '../contracts/policy-retention.ts';
import { type RolloutPolicy, rolloutPolicySchema } from '../contracts/policy-rollout.ts';
import { type TicketPolicy, ticketPolicySchema } from '../contracts/policy-tickets.ts';
import type { JsonObject } from '../domain/json.ts';
import type { RetentionDays } from '../domain/retention.ts';
import { policyFile } from './policy-file.ts';

/** The policy that ships with Quarterdeck. */
const SHIPPED = join(import.meta.dirname, '../policy');

export const policyPeople = (folder: string): PersonRecord[] =>
  policyFile(folder, 'people.yaml', peopleSchema);

/** policy/match.yaml; a policy folder that is older than this file uses the model that ships. */
export function matchModel(folder: string): VersionedModel {
  const own = existsSync(join(folder, 'match.yaml'));
  const model = policyFile(own ? folder : SHIPPED, 'match.yaml', matchModelSchema);
  return { model, version: contentHash(model as unknown as JsonObject) };
}

/** policy/retention.yaml */
export const retentionPolicy = (folder: string): RetentionDays =>
  policyFile(folder, 'retention.yaml', retentionSchema);

/** policy/rollout.yaml, read at each use. */
export const rolloutPolicy = (folder: string): RolloutPolicy =>
  policyFile(folder, 'rollout.yaml', rolloutPolicySchema);

/** policy/tickets.yaml, read at each use; a folder without it takes the file that ships. */
export function ticketPolicy(folder: string): TicketPolicy {
  const own = existsSync(join(folder, 'tickets.yaml'));
  return policyFile(own ? folder : SHIPPED, 'tickets.yaml', ticketPolicySchema);
}
