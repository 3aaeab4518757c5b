import { contentHash } from '../adapters/store/hash.ts';
import { matchModelSchema } from '../contracts/match-policy.ts';
import { type PersonRecord, peopleSchema } from '../contracts/policy-authority.ts';
import { retentionSchema } from '../contracts/policy-retention.ts';
import { type RolloutPolicy, rolloutPolicySchema } from '../contracts/policy-rollout.ts';
import { type TicketPolicy, ticketPolicySchema } from '../contracts/policy-tickets.ts';
import type { JsonObject } from '../domain/json.ts';
import type { VersionedModel } from '../domain/match/model.ts';
import type { RetentionDays } from '../domain/retention.ts';
import { policyFile } from './policy-file.ts';
import { folderWith } from './shipped-policy.ts';

export const policyPeople = (folder: string): PersonRecord[] =>
  policyFile(folder, 'people.yaml', peopleSchema);

/** policy/match.yaml; a policy folder that is older than this file uses the model that ships. */
export function matchModel(folder: string): VersionedModel {
  const model = policyFile(folderWith(folder, 'match.yaml'), 'match.yaml', matchModelSchema);
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
  return policyFile(folderWith(folder, 'tickets.yaml'), 'tickets.yaml', ticketPolicySchema);
}
