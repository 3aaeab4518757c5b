import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';
import {
  calendarOf,
  calendarsSchema,
  type PersonRecord,
  rolesSchema,
} from '../contracts/policy-authority.ts';
import type { AuthorityPolicy } from '../domain/authority.ts';
import type { Calendar } from '../domain/business-hours.ts';
import { CLONE } from '../workers/state.ts';
import { usage } from './failure.ts';

/** Working time of whoever reads: the acting person's, else the machine's own zone without holidays. */
export async function readerCalendar(
  person: Pick<PersonRecord, 'zone' | 'region'> | null,
  env: NodeJS.ProcessEnv,
): Promise<Calendar> {
  const machine = { zone: Intl.DateTimeFormat().resolvedOptions().timeZone, region: null };
  return calendarOf(person ?? machine, await policyFile(env, 'calendars.yaml', calendarsSchema));
}

/** Roles and limits as they are now. */
export function authorityPolicy(env: NodeJS.ProcessEnv): Promise<AuthorityPolicy> {
  return policyFile(env, 'roles.yaml', rolesSchema);
}

/** @throws CliFailure usage naming the file and what is wrong in it. */
export async function policyFile<T extends z.ZodType>(
  env: NodeJS.ProcessEnv,
  name: string,
  schema: T,
): Promise<z.output<T>> {
  const path = join(env.QUARTERDECK_POLICY ?? join(CLONE, 'policy'), name);
  const fix = 'Correct it, or set QUARTERDECK_POLICY to the folder that holds it.';
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    throw usage(`${path} cannot be read.`, fix);
  }
  const result = schema.safeParse(parse(text));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw usage(`${path}: ${issue?.path.join('.')} ${issue?.message}.`, fix);
}
