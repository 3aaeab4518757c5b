import { dayAfter } from './day-after.ts';

/** One published rate: USD for one unit of `currency` on `date` (ISO). */
export interface DatedRate {
  date: string;
  currency: string;
  usd: string;
}

/** The last rate on or before `day`, at most five days old (decisions: "Money"); null when there is none. */
export function rateAsOf(
  rates: readonly DatedRate[],
  currency: string,
  day: string,
): { value: string; date: string } | null {
  if (currency === 'USD') return { value: '1', date: day };
  const oldest = dayAfter(day, -5);
  let latest: DatedRate | null = null;
  for (const rate of rates) {
    if (rate.currency !== currency || rate.date > day || rate.date < oldest) continue;
    if (latest === null || rate.date > latest.date) latest = rate;
  }
  return latest === null ? null : { value: latest.usd, date: latest.date };
}
