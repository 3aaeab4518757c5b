import { type DatedRate, rateAsOf } from '../exchange-rate.ts';

/** Of all published rates those that a claim of these currencies and days needs, so that its evidence holds no others. */
export function neededRates(
  rates: readonly DatedRate[],
  currencies: readonly string[],
  days: readonly string[],
): DatedRate[] {
  const needed = new Map<string, DatedRate>();
  for (const currency of new Set(currencies)) {
    if (currency === 'USD') continue;
    for (const day of new Set(days)) {
      const rate = rateAsOf(rates, currency, day);
      if (rate) needed.set(`${currency} ${rate.date}`, { currency, date: rate.date, usd: rate.value });
    }
  }
  return [...needed.keys()].sort().flatMap((key) => needed.get(key) ?? []);
}
