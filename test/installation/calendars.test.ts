import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DaysOff } from '../../domain/gate/business-hours.ts';
import { calendars } from '../../installation/calendars.ts';
import { gatePolicy } from '../../installation/gate-policy.ts';
import { publicHolidays } from '../../installation/public-holidays.ts';

/** Dates by place and year, `MM-DD`, on weekdays; see test/data/SOURCES.md. */
const PUBLISHED = JSON.parse(readFileSync('test/data/holidays/public-holidays.json', 'utf8')) as Record<
  string,
  Record<string, string>
>;
let folder: string;
const cache = process.env.XDG_CACHE_HOME;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'qd-calendars-'));
  process.env.XDG_CACHE_HOME = folder;
});

afterAll(() => {
  if (cache === undefined) delete process.env.XDG_CACHE_HOME;
  else process.env.XDG_CACHE_HOME = cache;
  rmSync(folder, { recursive: true, force: true });
});

function weekdaysOff(year: string, days: DaysOff): string {
  const found: string[] = [];
  for (let at = Date.parse(`${year}-01-01`); at < Date.parse(`${Number(year) + 1}-01-01`); at += 86_400_000) {
    const date = new Date(at);
    const day = date.toISOString().slice(0, 10);
    if (![0, 6].includes(date.getUTCDay()) && days.includes(day)) found.push(day.slice(5));
  }
  return found.join(' ');
}

function written(text: string) {
  writeFileSync(join(folder, 'calendars.yaml'), text);
  return calendars(folder);
}

const following = (rules: string) =>
  written(`schemaVersion: 2\nopens: 9\ncloses: 17\nregions: { X: ${rules} }`).holidays.X as DaysOff;

describe('public holidays are those that are published', () => {
  const own: Record<string, string> = { DE: 'EMEA', US: 'AMER', JP: 'APAC', BR: 'LATAM' };
  test.each(Object.keys(PUBLISHED))('%s, 2024 to 2032', (place) => {
    const region = own[place];
    const days = region
      ? (calendars('policy').holidays[region] as DaysOff)
      : following(`{ follows: ${place} }`);
    const years = PUBLISHED[place] ?? {};
    const found = Object.keys(years).map((year) => [year, weekdaysOff(year, days)]);
    expect(Object.fromEntries(found)).toEqual(years);
  });

  test('a day far ahead', () => {
    const days = following('{ follows: DE-BY }');
    expect(weekdaysOff('2040', days)).toBe(
      '01-06 03-30 04-02 05-01 05-10 05-21 05-31 10-03 11-01 12-25 12-26',
    );
  });

  test('a feast of several days is off on each whole day', () => {
    const eid = publicHolidays('AE', 2026).filter(({ name }) => /فطر|Fitr/i.test(name));
    expect(eid.map(({ date }) => date)).toEqual(['2026-03-20', '2026-03-21', '2026-03-22']);
  });
});

describe('policy/calendars.yaml', () => {
  test('a bank has its own calendar, and a company changes what it follows', () => {
    expect(following('{ follows: TARGET }').includes('2026-05-14')).toBe(false);
    const days = following("{ follows: US, add: [11-27], remove: ['Columbus Day'] }");
    const asked = ['2026-10-12', '2026-11-11', '2026-11-27', '2027-10-11'];
    expect(asked.filter((day) => days.includes(day))).toEqual(['2026-11-11', '2026-11-27']);
  });

  test('the first version, which lists each day, still holds', () => {
    const { holidays } = written(
      "schemaVersion: 1\nopens: 9\ncloses: 17\nholidays: { EMEA: ['2026-12-24'], AMER: [] }",
    );
    expect(weekdaysOff('2026', holidays.EMEA as DaysOff)).toBe('12-24');
    expect(weekdaysOff('2026', holidays.AMER as DaysOff)).toBe('');
  });

  test.each([
    ['{ follows: ZZ }', /^calendars\.yaml, region X: no country ZZ is known; known are AD, /],
    [
      '{ follows: DE-XX }',
      /^calendars\.yaml, region X: DE has no subdivision XX; known are BB, BE, BW, BY, /,
    ],
    ['{ follows: SG-01 }', /^calendars\.yaml, region X: SG has no subdivision 01; known are none$/],
    ['{ follows: DE-BY-Z }', /^calendars\.yaml, region X: DE-BY has no part Z; known are /],
    ['{ follows: Target }', /^calendars\.yaml, region X: no country Target is known/],
    [
      "{ follows: US, remove: ['Colombus Day'] }",
      /US has no holiday named Colombus Day; it has New Year's Day, /,
    ],
    [
      '{ follows: US, add: [13-01] }',
      /calendars\.yaml is wrong:\n.*is a date, 2026-12-24, or 12-24 for every year$/,
    ],
    ['{ country: DE }', /calendars\.yaml is wrong:\n/],
  ])('%s is refused where policy is read', (rules, why) => {
    expect(() => following(rules)).toThrow(why);
  });

  test('the worker refuses it before anything is decided', () => {
    const names = ['roles', 'sla', 'routing'];
    for (const name of names)
      writeFileSync(join(folder, `${name}.yaml`), readFileSync(`policy/${name}.yaml`));
    writeFileSync(
      join(folder, 'calendars.yaml'),
      'schemaVersion: 2\nopens: 9\ncloses: 17\nregions: { EMEA: { follows: QQ } }',
    );
    expect(() => gatePolicy(folder, 'development')()).toThrow('region EMEA: no country QQ is known');
  });
});

test('what was worked out is kept, and worked out again where it cannot be', () => {
  expect(existsSync(join(folder, 'quarterdeck/holidays'))).toBe(true);
  process.env.XDG_CACHE_HOME = '/dev/null';
  expect(publicHolidays('FI', 2026).map(({ date }) => date)).toContain('2026-12-06');
  process.env.XDG_CACHE_HOME = folder;
});
