import { z } from 'zod';
import type { Calendar } from '../domain/gate/business-hours.ts';

/** Opening hours and holidays; a person's calendar is these in the person's zone. */
export interface Calendars {
  opens: number;
  closes: number;
  /** ISO dates by region. */
  holidays: Record<string, string[]>;
}

const hour = z.number().int().min(0).max(24);

export const calendarsSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    opens: hour,
    closes: hour,
    holidays: z.record(z.string(), z.array(z.iso.date())),
  })
  .refine(({ opens, closes }) => opens < closes, { error: 'closes must be later than opens' })
  .transform(({ schemaVersion: _, ...calendars }): Calendars => calendars);

/** Working time of somebody in a zone and region; an unknown region has no holidays. */
export function calendarOf(at: { zone: string; region: string | null }, calendars: Calendars): Calendar {
  return {
    zone: at.zone,
    opens: calendars.opens,
    closes: calendars.closes,
    holidays: calendars.holidays[at.region ?? ''] ?? [],
  };
}
