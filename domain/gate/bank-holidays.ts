import { dayAfter } from '../day-after.ts';
import type { Holiday } from './days-off.ts';

export const BANKS = ['TARGET', 'Fedwire'] as const;
export type Bank = (typeof BANKS)[number];

/** The closing days of a payment system in a year; closing days at a weekend, when it is closed anyway, may be among them. */
export function bankHolidays(bank: Bank, year: number): Holiday[] {
  return bank === 'TARGET' ? target(year) : fedwire(year);
}

/**
 * European Central Bank, press release of 14 December 2000, "Long-term calendar for TARGET closing days": the same six days each year
 * from 2002 on (ecb.europa.eu/press/pr/date/2000/html/pr001214_4.en.html).
 */
function target(year: number): Holiday[] {
  const easter = easterSunday(year);
  return [
    { date: iso(year, 1, 1), name: "New Year's Day" },
    { date: dayAfter(easter, -2), name: 'Good Friday' },
    { date: dayAfter(easter, 1), name: 'Easter Monday' },
    { date: iso(year, 5, 1), name: 'Labour Day' },
    { date: iso(year, 12, 25), name: 'Christmas Day' },
    { date: iso(year, 12, 26), name: 'Christmas Holiday' },
  ];
}

/**
 * Federal Reserve Banks, "Holiday schedule" (richmondfed.org/about_us/holiday_schedule): what falls on a Sunday is observed on Monday; on
 * the Friday before a Saturday the banks are open. Juneteenth since 2022. The Fedwire Funds Service alone will run on weekday holidays
 * and Sundays, too, from a day in 2028 or 2029 that is not set yet (90 FR 51356 of 17 November 2025).
 */
function fedwire(year: number): Holiday[] {
  const fixed: Array<[number, number, string]> = [
    [1, 1, "New Year's Day"],
    ...(year < 2022 ? [] : [[6, 19, 'Juneteenth'] as [number, number, string]]),
    [7, 4, 'Independence Day'],
    [11, 11, 'Veterans Day'],
    [12, 25, 'Christmas Day'],
  ];
  return [
    ...fixed.map(([month, day, name]) => {
      const date = iso(year, month, day);
      return { date: weekday(date) === 0 ? dayAfter(date, 1) : date, name };
    }),
    { date: nthMonday(year, 1, 3), name: 'Birthday of Martin Luther King, Jr.' },
    { date: nthMonday(year, 2, 3), name: "Washington's Birthday" },
    { date: dayAfter(nthMonday(year, 6, 1), -7), name: 'Memorial Day' },
    { date: nthMonday(year, 9, 1), name: 'Labor Day' },
    { date: nthMonday(year, 10, 2), name: 'Columbus Day' },
    { date: thanksgiving(year), name: 'Thanksgiving Day' },
  ].sort((a, b) => a.date.localeCompare(b.date));
}

/** The fourth Thursday of November. */
function thanksgiving(year: number): string {
  const first = iso(year, 11, 1);
  return dayAfter(first, ((4 - weekday(first) + 7) % 7) + 21);
}

function nthMonday(year: number, month: number, nth: number): string {
  const first = iso(year, month, 1);
  return dayAfter(first, ((1 - weekday(first) + 7) % 7) + 7 * (nth - 1));
}

/** Gregorian Easter: the anonymous algorithm in J. Meeus, Astronomical Algorithms, chapter 8. */
function easterSunday(year: number): string {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const days = h + l - 7 * m + 114;
  return iso(year, Math.floor(days / 31), (days % 31) + 1);
}

function iso(year: number, month: number, day: number): string {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

/** 0 is Sunday. */
function weekday(date: string): number {
  return new Date(date).getUTCDay();
}
