import { join } from 'node:path';
import { calendarOf } from '../contracts/calendars.ts';
import type { PersonRecord } from '../contracts/policy-authority.ts';
import type { Calendar } from '../domain/gate/business-hours.ts';
import type { GateView } from '../domain/gate/gate.ts';
import { calendars } from '../installation/calendars.ts';
import { CLONE } from '../installation/state.mjs';
import { usage } from './failure.ts';
import { readerZone } from './reader-zone.ts';

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

type Person = Pick<PersonRecord, 'zone' | 'region'>;

/**
 * Whose working time the clock of a question counts: of whoever has it, else of whoever reads; the machine's zone without holidays
 * where that is nobody.
 */
export function gateCalendars(
  reader: Person | null,
  people: ReadonlyMap<string, Person>,
): (gate: Pick<GateView, 'assignee'>) => Calendar {
  const read = readPolicy(calendars);
  const nobody = { zone: readerZone(reader), region: null };
  // Opening hours are known per calendar, so everybody has one only.
  const known = new Map<string, Calendar>();
  return ({ assignee }) => {
    const of = people.get(assignee ?? '') ?? reader ?? nobody;
    const calendar = known.get(`${of.zone} ${of.region}`) ?? calendarOf(of, read);
    known.set(`${of.zone} ${of.region}`, calendar);
    return calendar;
  };
}
