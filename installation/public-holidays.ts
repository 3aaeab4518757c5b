import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type DateHolidays from 'date-holidays';
import type { Holiday } from '../domain/gate/days-off.ts';
import { cached } from './cached.ts';
import { cacheFolder } from './state.mjs';

const require = createRequire(import.meta.url);
const years = new Map<string, Holiday[]>();

/**
 * The public holidays of a country or its subdivision in a year, observed days included, weekends too.
 * @param place ISO 3166-1 and -2 codes as the package date-holidays knows them: `DE`, `DE-BY`
 * @throws Error naming what is known instead, when the place is not
 */
export function publicHolidays(place: string, year: number): Holiday[] {
  const key = `${place}-${year}`;
  const known = years.get(key) ?? cached(keptIn(), key, () => workedOut(place, year));
  years.set(key, known);
  return known;
}

/** The package knows half the world and takes a quarter of a second to load: too long for a command that shows one date. */
function workedOut(place: string, year: number): Holiday[] {
  const Holidays = require('date-holidays') as typeof DateHolidays;
  const [country = '', state, region] = place.split('-');
  const all = new Holidays();
  const unknown = (what: string, list: Record<string, string> | undefined) =>
    new Error(`${what}; known are ${Object.keys(list ?? {}).join(', ') || 'none'}`);
  if (!all.getCountries()[country]) throw unknown(`no country ${country} is known`, all.getCountries());
  const states = all.getStates(country);
  if (state && !states?.[state]) throw unknown(`${country} has no subdivision ${state}`, states);
  const regions = state ? all.getRegions(country, state) : undefined;
  if (region && !regions?.[region]) throw unknown(`${country}-${state} has no part ${region}`, regions);
  return new Holidays(country, state ?? '', region ?? '')
    .getHolidays(year)
    .filter(({ type, date }) => type === 'public' && date.slice(11, 16) === '00:00')
    .flatMap(({ date, start, end, name }) => eachDay(date.slice(0, 10), start, end, name));
}

/** A feast of several days is one holiday with its end; half a day at its end is worked. */
function eachDay(first: string, start: Date, end: Date, name: string): Holiday[] {
  // A day on which clocks change has 23 or 25 hours.
  const days = Math.max(1, Math.floor((end.getTime() - start.getTime() + 3_600_000) / 86_400_000));
  return Array.from({ length: days }, (_, after) => ({
    date: new Date(Date.parse(first) + after * 86_400_000).toISOString().slice(0, 10),
    name,
  }));
}

let release: string | undefined;

/** What was worked out is kept per version of the package and of this file, so that neither is ever answered for by another. */
function keptIn(): string {
  if (release === undefined) {
    const { version } = JSON.parse(readFileSync(require.resolve('date-holidays/package.json'), 'utf8'));
    const own = createHash('sha256')
      .update(readFileSync(import.meta.filename))
      .digest('hex')
      .slice(0, 12);
    release = `${version}-${own}`;
  }
  return cacheFolder('holidays', release);
}
