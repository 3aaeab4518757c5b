import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { GatePolicy } from '../activities/gate/gate-deps.ts';
import { rolesSchema, slaSchema } from '../contracts/policy-authority.ts';
import { routingSchema } from '../contracts/policy-routing.ts';
import type { RoutingPolicy } from '../domain/gate/routing.ts';
import { calendars } from './calendars.ts';
import { policyFile } from './policy-file.ts';

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
    calendars: calendars(folder),
    routing: routingOf(folder, Object.keys(sla.hours)),
  };
}

/** policy/routing.yaml; a policy folder that is older than this file has no rules. @throws Error naming a clock that sla.yaml lacks */
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
