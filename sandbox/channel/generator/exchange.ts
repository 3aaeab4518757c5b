import { day, later, WRITTEN_ON } from './days.ts';
import type { Random } from './random.ts';

export interface Rate {
  date: string;
  currency: string;
  /** USD for one unit, as decimal text. */
  usd: string;
}

/** USD for one unit, around November 2026 (invented). */
const AROUND: Record<string, number> = {
  ...{ EUR: 1.09, GBP: 1.273, CHF: 1.131, JPY: 0.0066, SEK: 0.0962, CAD: 0.716, AUD: 0.651 },
  ...{ BRL: 0.181, MXN: 0.0532, SGD: 0.752, INR: 0.0117 },
};
const DAYS = 14;

/** Rates of the working days before the day of writing; rows that are there already stay as they are. */
export function makeRates(random: Random, known: readonly Rate[]): Rate[] {
  const rates = [...known];
  for (const [currency, around] of Object.entries(AROUND)) {
    for (let back = DAYS; back >= 0; back -= 1) {
      const date = day(-back);
      const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
      const is = rates.some((rate) => rate.currency === currency && rate.date === date);
      const usd = (around * (1 + (random.next() - 0.5) * 0.01)).toFixed(around < 0.1 ? 5 : 4);
      if (weekday % 6 !== 0 && !is) rates.push({ date, currency, usd });
    }
  }
  return rates;
}

/** Rates of the working days between two days, both included, for what was sold before the channel's own rates begin. */
export function ratesBetween(random: Random, from: string, to: string): Rate[] {
  const rates: Rate[] = [];
  for (let date = from; date <= to; date = later(date, 1)) {
    if (new Date(`${date}T00:00:00Z`).getUTCDay() % 6 === 0) continue;
    for (const [currency, around] of Object.entries(AROUND)) {
      const usd = (around * (1 + (random.next() - 0.5) * 0.01)).toFixed(around < 0.1 ? 5 : 4);
      rates.push({ date, currency, usd });
    }
  }
  return rates;
}

/** The last rate up to the day of writing; null for a currency without one. */
export function rateOf(rates: readonly Rate[], currency: string): number | null {
  if (currency === 'USD') return 1;
  const past = rates.filter((rate) => rate.currency === currency && rate.date <= WRITTEN_ON);
  const [last] = past.sort((a, b) => (a.date < b.date ? 1 : -1));
  return last ? Number(last.usd) : null;
}

/** @throws Error naming the line that is not date,currency,usd */
export function parseRates(text: string): Rate[] {
  const [header, ...lines] = text.trim().split(/\r?\n/);
  if (header !== 'date,currency,usd')
    throw new Error('exchange rates: the first line must be date,currency,usd');
  return lines.map((line, index) => {
    const [date = '', currency = '', usd = ''] = line.split(',');
    if (/^\d{4}-\d\d-\d\d$/.test(date) && /^[A-Z]{3}$/.test(currency) && /^\d+(\.\d+)?$/.test(usd))
      return { date, currency, usd };
    throw new Error(
      `exchange rates, line ${index + 2}: write date,currency,usd such as 2026-11-20,EUR,1.0905`,
    );
  });
}
