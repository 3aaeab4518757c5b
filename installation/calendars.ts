import {
  type CalendarRules,
  type Calendars,
  calendarsSchema,
  type RegionRules,
} from '../contracts/calendars.ts';
import { BANKS, type Bank, bankHolidays } from '../domain/gate/bank-holidays.ts';
import type { DaysOff } from '../domain/gate/business-hours.ts';
import { daysOff, type Holiday } from '../domain/gate/days-off.ts';
import { policyFile } from './policy-file.ts';
import { publicHolidays } from './public-holidays.ts';

const FILE = 'calendars.yaml';

/** policy/calendars.yaml as it is written. @throws Error naming the file, the place in it and the reason */
export const calendarRules = (folder: string): CalendarRules => policyFile(folder, FILE, calendarsSchema);

/** policy/calendars.yaml with the holidays that each region follows. @throws Error naming what in it is wrong or not known */
export function calendars(folder: string): Calendars {
  const { opens, closes, regions } = calendarRules(folder);
  const holidays = Object.entries(regions).map(([region, rules]): [string, DaysOff] => {
    try {
      return [region, daysOffOf(rules)];
    } catch (error) {
      throw new Error(`${FILE}, region ${region}: ${(error as Error).message}`);
    }
  });
  return { opens, closes, holidays: Object.fromEntries(holidays) };
}

function daysOffOf({ follows, add, remove }: RegionRules): DaysOff {
  const ofYear = (year: number) => followed(follows, year);
  // Any year would do: what is not known has to be refused here, not on the day on which it is needed.
  const names = new Set(ofYear(2026).map(({ name }) => name));
  const wrong = remove.find((one) => !/^(\d{4}-)?\d\d-\d\d$/.test(one) && !names.has(one));
  if (wrong !== undefined)
    throw new Error(
      `${follows ?? 'it'} has no holiday named ${wrong}; it has ${[...names].join(', ') || 'none'}`,
    );
  return daysOff(ofYear, { add, remove });
}

function followed(follows: string | null, year: number): Holiday[] {
  if (follows === null) return [];
  const bank = BANKS.find((one) => one === follows) as Bank | undefined;
  return bank ? bankHolidays(bank, year) : publicHolidays(follows, year);
}
