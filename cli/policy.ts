import { join } from 'node:path';
import { calendarOf } from '../contracts/calendars.ts';
import type { PersonRecord } from '../contracts/policy-authority.ts';
import type { Calendar } from '../domain/gate/business-hours.ts';
import type { GateView } from '../domain/gate/gate.ts';
import { calendars } from '../installation/calendars.ts';
import { CLONE } from '../installation/state.mjs';
import { usage } from './failure.ts';

/** Where policy/ is. */
export function policyFolder(): string {
  return process.env.QUARTERDECK_POLICY ?? join(CLONE, 'policy');
}

/** Reads policy. @throws CliFailure usage naming the file and what is wrong in it. */
export function readPolicy<T>(read: (folder: string) => T): T {
  try {
    return read(policyFolder());
  } catch (error) {
    const title = error instanceof Error ? error.message : String(error);
    throw usage(title, 'Correct it, or set QUARTERDECK_POLICY to the folder that holds the policy.');
  }
}

/** Working time of whoever reads: the acting person's, else the machine's own zone without holidays. */
export function readerCalendar(person: Pick<PersonRecord, 'zone' | 'region'> | null): Calendar {
  return calendarOf(person ?? machine(), readPolicy(calendars));
}

/** Whose working time a question's clock counts: of whoever has it, else of whoever reads. */
export function calendarOfGate(
  { assignee }: Pick<GateView, 'assignee'>,
  people: ReadonlyMap<string, PersonRecord>,
  reader: PersonRecord | null,
): Calendar {
  return readerCalendar(people.get(assignee ?? '') ?? reader);
}

function machine(): { zone: string; region: null } {
  return { zone: Intl.DateTimeFormat().resolvedOptions().timeZone, region: null };
}
