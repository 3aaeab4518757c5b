import { z } from 'zod';
import type { Calendar, DaysOff } from '../domain/gate/business-hours.ts';

/** What policy/calendars.yaml says: opening hours, and whose holidays each region follows. */
export interface CalendarRules {
  opens: number;
  closes: number;
  regions: Record<string, RegionRules>;
}

export interface RegionRules {
  /** A country or its subdivision (`DE`, `DE-BY`), or a bank's calendar (`TARGET`, `Fedwire`); null: only what is added. */
  follows: string | null;
  /** ISO dates that are off, too; `MM-DD` is every year. */
  add: string[];
  /** ISO dates, `MM-DD`, or names of holidays on which people work all the same. */
  remove: string[];
}

/** Opening hours and days off; a person's calendar is these in the person's zone. */
export interface Calendars {
  opens: number;
  closes: number;
  /** By region. */
  holidays: Record<string, DaysOff>;
}

const hour = z.number().int().min(0).max(24);
const everyYear = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);
const day = z.union([z.iso.date(), everyYear], { error: 'is a date, 2026-12-24, or 12-24 for every year' });

/** Version 1 lists each day; version 2 follows a public or a bank's calendar. */
export const calendarsSchema = z
  .discriminatedUnion('schemaVersion', [
    z.strictObject({
      schemaVersion: z.literal(1),
      opens: hour,
      closes: hour,
      holidays: z.record(z.string(), z.array(z.iso.date())),
    }),
    z.strictObject({
      schemaVersion: z.literal(2),
      opens: hour,
      closes: hour,
      regions: z.record(
        z.string(),
        z.strictObject({
          follows: z.string().min(1).nullable(),
          add: z.array(day).default([]),
          remove: z.array(z.string().min(1)).default([]),
        }),
      ),
    }),
  ])
  .refine(({ opens, closes }) => opens < closes, { error: 'closes must be later than opens' })
  .transform((file): CalendarRules => {
    const { opens, closes } = file;
    if (file.schemaVersion === 2) return { opens, closes, regions: file.regions };
    const listed = Object.entries(file.holidays).map(([region, add]) => [
      region,
      { follows: null, add, remove: [] },
    ]);
    return { opens, closes, regions: Object.fromEntries(listed) };
  });

/** Working time of somebody in a zone and region; an unknown region has no holidays. */
export function calendarOf(at: { zone: string; region: string | null }, calendars: Calendars): Calendar {
  return {
    zone: at.zone,
    opens: calendars.opens,
    closes: calendars.closes,
    holidays: calendars.holidays[at.region ?? ''] ?? [],
  };
}
