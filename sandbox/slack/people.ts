import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { SlackUser } from './workspace.ts';

/** Our own people of a policy folder as members of the workspace; those without an id there are known by their address. */
export function slackUsers(policyFolder: string): SlackUser[] {
  const { people } = parse(readFileSync(join(policyFolder, 'people.yaml'), 'utf8')) as {
    people: Record<
      string,
      { name: string; role: string; email?: string; reach?: { email?: string; slack?: string } }
    >;
  };
  return Object.entries(people).flatMap(([id, { name, role, email, reach = {} }]) =>
    role === 'partner'
      ? []
      : [
          {
            id: reach.slack ?? `U${id.toUpperCase().replace(/[^A-Z0-9]/g, '')}`,
            email: reach.email ?? email ?? '',
            name,
          },
        ],
  );
}
