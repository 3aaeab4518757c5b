import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { calendarOf, calendarsSchema, type PersonRecord } from '../contracts/policy-authority.ts';
import type { Calendar } from '../domain/business-hours.ts';
import { CLONE } from '../workers/state.ts';

/** Working time of whoever reads: the acting person's, else the machine's own zone without holidays. */
export async function readerCalendar(
  person: Pick<PersonRecord, 'zone' | 'region'> | null,
  env: NodeJS.ProcessEnv,
): Promise<Calendar> {
  const folder = env.QUARTERDECK_POLICY ?? join(CLONE, 'policy');
  const calendars = calendarsSchema.parse(parse(await readFile(join(folder, 'calendars.yaml'), 'utf8')));
  const machine = { zone: Intl.DateTimeFormat().resolvedOptions().timeZone, region: null };
  return calendarOf(person ?? machine, calendars);
}
