import { expect, test } from '@jest/globals';
import { dayTime, timeOfDay } from '../../domain/local-time.ts';

test.each([
  ['Europe/Berlin', '2026-01-13T13:02:00Z', '14:02 CET'],
  ['Europe/Berlin', '2026-07-13T12:02:00Z', '14:02 CEST'],
  ['America/New_York', '2026-07-13T18:02:00Z', '14:02 EDT'],
  ['Asia/Tokyo', '2026-07-13T05:02:00Z', '14:02 UTC+9'],
  ['UTC', '2026-07-13T14:02:00Z', '14:02 UTC'],
  ['Australia/Sydney', '2026-01-13T03:02:00Z', '14:02 AEDT'],
  ['Asia/Kolkata', '2026-07-13T08:32:00Z', '14:02 IST'],
])('in %s %s is read as %s', (zone, at, expected) => {
  expect(timeOfDay(at, zone)).toBe(expected);
});

test('a deadline names its day', () => {
  expect(dayTime('2026-07-20T14:00:00Z', 'Europe/Berlin')).toBe('Mon 20 Jul 16:00 CEST');
  expect(dayTime('2026-11-27T21:00:00Z', 'America/Chicago')).toBe('Fri 27 Nov 15:00 CST');
});
