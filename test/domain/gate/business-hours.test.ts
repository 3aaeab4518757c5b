import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import {
  addBusinessMinutes,
  businessMinutesBetween,
  type Calendar,
} from '../../../domain/gate/business-hours.ts';

const calendar = (zone: string, holidays: string[] = []): Calendar => ({
  zone,
  opens: 9,
  closes: 17,
  holidays,
});
const local = (iso: string, zone: string) => DateTime.fromISO(iso, { zone }).toUTC().toISO() as string;
const wall = (iso: string, zone: string) => DateTime.fromISO(iso, { zone }).toFormat('ccc yyyy-LL-dd HH:mm');

const BERLIN = 'Europe/Berlin';

describe('adding business hours', () => {
  test('Friday 16:00 and 8 business hours is Monday 16:00', () => {
    const end = addBusinessMinutes(local('2026-07-17T16:00', BERLIN), 8 * 60, calendar(BERLIN));
    expect(wall(end, BERLIN)).toBe('Mon 2026-07-20 16:00');
  });

  test('a weekend, an evening and an early morning count from the next opening', () => {
    for (const from of ['2026-07-18T11:00', '2026-07-17T17:00', '2026-07-17T23:30', '2026-07-20T05:00']) {
      const end = addBusinessMinutes(local(from, BERLIN), 1 * 60, calendar(BERLIN));
      expect(wall(end, BERLIN)).toBe('Mon 2026-07-20 10:00');
    }
  });

  test('a whole day ends at closing time, not at the next opening', () => {
    const end = addBusinessMinutes(local('2026-07-16T09:00', BERLIN), 8 * 60, calendar(BERLIN));
    expect(wall(end, BERLIN)).toBe('Thu 2026-07-16 17:00');
  });

  test('a holiday of the region is skipped', () => {
    const end = addBusinessMinutes(
      local('2026-12-24T16:00', BERLIN),
      2 * 60,
      calendar(BERLIN, ['2026-12-25']),
    );
    expect(wall(end, BERLIN)).toBe('Mon 2026-12-28 10:00');
  });

  test.each([
    ['Europe/Berlin', '2026-03-27T16:00', 'Mon 2026-03-30 16:00'],
    ['Europe/Berlin', '2026-10-23T16:00', 'Mon 2026-10-26 16:00'],
    ['America/New_York', '2026-03-06T16:00', 'Mon 2026-03-09 16:00'],
    ['America/New_York', '2026-10-30T16:00', 'Mon 2026-11-02 16:00'],
    ['Australia/Lord_Howe', '2026-04-03T16:00', 'Mon 2026-04-06 16:00'],
    ['Australia/Lord_Howe', '2026-10-02T16:00', 'Mon 2026-10-05 16:00'],
  ])('%s: the clocks change over the weekend after %s, the wall does not notice', (zone, from, expected) => {
    expect(wall(addBusinessMinutes(local(from, zone), 8 * 60, calendar(zone)), zone)).toBe(expected);
  });

  test('says what is wrong', () => {
    expect(() => addBusinessMinutes('2026-07-17T10:00:00Z', -1, calendar(BERLIN))).toThrow('negative');
    expect(() => addBusinessMinutes('2026-07-17T10:00:00Z', 1, calendar('Mars/Base'))).toThrow('Mars/Base');
    expect(() => addBusinessMinutes('2026-07-17T10:00:00Z', 1, { ...calendar(BERLIN), closes: 9 })).toThrow(
      'holidays',
    );
  });
});

describe('properties over daylight-saving changes', () => {
  const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Tokyo');
  const from = fc
    .integer({ min: Date.UTC(2026, 0, 1) / 60_000, max: Date.UTC(2027, 11, 1) / 60_000 })
    .map((minute) => new Date(minute * 60_000).toISOString());
  const minutes = fc.integer({ min: 0, max: 130 * 60 });
  const holidays = fc.subarray(['2026-03-30', '2026-10-26', '2026-11-02', '2026-04-06', '2027-01-01']);

  test('what was added is what is measured', () => {
    fc.assert(
      fc.property(zone, from, minutes, holidays, (where, start, amount, off) => {
        const office = calendar(where, off);
        expect(businessMinutesBetween(start, addBusinessMinutes(start, amount, office), office)).toBe(amount);
      }),
    );
  });

  test('later starts and larger amounts never end earlier', () => {
    fc.assert(
      fc.property(zone, from, minutes, fc.nat(10_000), fc.nat(600), (where, start, amount, later, more) => {
        const office = calendar(where);
        const end = addBusinessMinutes(start, amount, office);
        const moved = new Date(Date.parse(start) + later * 60_000).toISOString();
        expect(addBusinessMinutes(moved, amount, office) >= end).toBe(true);
        expect(addBusinessMinutes(start, amount + more, office) >= end).toBe(true);
      }),
    );
  });

  test('ends within working hours, adds up over a stop on the way', () => {
    fc.assert(
      fc.property(zone, from, minutes, fc.integer({ min: 1, max: 600 }), (where, start, first, second) => {
        const office = calendar(where);
        const whole = addBusinessMinutes(start, first + second, office);
        expect(addBusinessMinutes(addBusinessMinutes(start, first, office), second, office)).toBe(whole);
        const minuteBefore = new Date(Date.parse(whole) - 60_000).toISOString();
        expect(businessMinutesBetween(minuteBefore, whole, office)).toBeGreaterThan(0);
      }),
    );
  });
});
