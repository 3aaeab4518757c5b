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
  const oldest = new Date(Date.parse(`${day}T00:00:00Z`) - 5 * 86_400_000).toISOString().slice(0, 10);
  let latest: DatedRate | null = null;
  for (const rate of rates) {
    if (rate.currency !== currency || rate.date > day || rate.date < oldest) continue;
    if (latest === null || rate.date > latest.date) latest = rate;
  }
  return latest === null ? null : { value: latest.usd, date: latest.date };
}
