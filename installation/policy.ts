import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';
import type { VersionedModel } from '../activities/deal/matches.ts';
import type { GatePolicy } from '../activities/gate/gate-deps.ts';
import { contentHash } from '../adapters/store/hash.ts';
import { type DecisionPolicy, decisionPolicySchema } from '../contracts/deal/policy.ts';
import { matchModelSchema } from '../contracts/match-policy.ts';
import {
  calendarsSchema,
  type PersonRecord,
  peopleSchema,
  rolesSchema,
  slaSchema,
} from '../contracts/policy-authority.ts';
import { retentionSchema } from '../contracts/policy-retention.ts';
import { type RolloutPolicy, rolloutPolicySchema } from '../contracts/policy-rollout.ts';
import { routingSchema } from '../contracts/policy-routing.ts';
import type { RoutingPolicy } from '../domain/gate/routing.ts';
import type { JsonObject } from '../domain/json.ts';
import type { RetentionDays } from '../domain/retention.ts';

/** The policy that ships with Quarterdeck. */
const SHIPPED = join(import.meta.dirname, '../policy');

/**
 * One policy file, checked.
 * @throws Error naming the file, the place in it and the reason
 */
export function policyFile<T extends z.ZodType>(folder: string, name: string, schema: T): z.output<T> {
  const file = join(folder, name);
  const result = schema.safeParse(parse(readFileSync(file, 'utf8')));
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `  ${issue.path.join('.') || 'file'}: ${issue.message}`);
  throw new Error(`${file} is wrong:\n${lines.join('\n')}`);
}

export const decisionPolicy = (folder: string): DecisionPolicy =>
  policyFile(folder, 'programs.yaml', decisionPolicySchema);
export const people = (folder: string): PersonRecord[] => policyFile(folder, 'people.yaml', peopleSchema);

/** policy/match.yaml; a policy folder of before there was one takes the model that ships. */
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

/**
 * The authority part, read again when a file changes: authority is always the current one. Unsigned decisions pass in
 * development only, whatever the file says.
 */
export function gatePolicy(folder: string, environment: 'development' | 'production'): () => GatePolicy {
  const files = ['roles.yaml', 'sla.yaml', 'calendars.yaml', 'routing.yaml'];
  const stamp = (file: string) => statSync(join(folder, file), { throwIfNoEntry: false })?.mtimeMs;
  const changed = () => files.map(stamp).join();
  let read = { at: '', policy: null as GatePolicy | null };
  return () => {
    const at = changed();
    if (read.policy === null || read.at !== at) read = { at, policy: load(folder, environment) };
    return read.policy as GatePolicy;
  };
}

function load(folder: string, environment: 'development' | 'production'): GatePolicy {
  const roles = policyFile(folder, 'roles.yaml', rolesSchema);
  const sla = policyFile(folder, 'sla.yaml', slaSchema);
  return {
    authority: environment === 'production' ? { ...roles, unsigned: 'refused' } : roles,
    sla,
    calendars: policyFile(folder, 'calendars.yaml', calendarsSchema),
    routing: routingOf(folder, Object.keys(sla.hours)),
  };
}

/** policy/routing.yaml; a policy folder of before there was one has no rules. @throws Error naming a clock that sla.yaml lacks */
function routingOf(folder: string, clocks: readonly string[]): RoutingPolicy[] {
  if (!existsSync(join(folder, 'routing.yaml'))) return [];
  const versions = policyFile(folder, 'routing.yaml', routingSchema);
  const wrong = versions
    .flatMap(({ rules }) => rules)
    .find(({ clock }) => clock !== null && !clocks.includes(clock));
  if (wrong)
    throw new Error(
      `routing.yaml, rule ${wrong.name}: sla.yaml has no clock ${wrong.clock}; it has ${clocks.join(', ')}`,
    );
  return versions;
}
