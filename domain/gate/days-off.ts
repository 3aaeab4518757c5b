import type { DaysOff } from './business-hours.ts';

/** A day off by law or by a bank's calendar. `date`: ISO date. */
export interface Holiday {
  date: string;
  name: string;
}

/** What a company changes about the holidays that it follows. A date is `YYYY-MM-DD`, or `MM-DD` for every year. */
export interface Changes {
  /** Dates that are off, too. */
  add: readonly string[];
  /** Dates, or names of holidays, on which it works all the same. */
  remove: readonly string[];
}

/** Days off of any year, each year worked out when it is first asked for. @param ofYear the holidays that are followed */
export function daysOff(ofYear: (year: number) => readonly Holiday[], { add, remove }: Changes): DaysOff {
  const years = new Map<number, Set<string>>();
  const named = (date: string, list: readonly string[]) =>
    list.includes(date) || list.includes(date.slice(5));
  const kept = ({ date, name }: Holiday) => !named(date, remove) && !remove.includes(name);
  return {
    includes(date) {
      if (named(date, add)) return true;
      const year = Number(date.slice(0, 4));
      const days =
        years.get(year) ??
        new Set(
          ofYear(year)
            .filter(kept)
            .map((holiday) => holiday.date),
        );
      years.set(year, days);
      return days.has(date);
    },
  };
}
