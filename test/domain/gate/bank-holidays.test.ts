import { describe, expect, test } from '@jest/globals';
import { type Bank, bankHolidays } from '../../../domain/gate/bank-holidays.ts';

/** On weekdays: at a weekend both are closed anyway. */
function closed(bank: Bank, year: number): string {
  const days = bankHolidays(bank, year).map(({ date }) => date);
  return days
    .filter((date) => ![0, 6].includes(new Date(date).getUTCDay()))
    .map((date) => date.slice(5))
    .join(' ');
}

describe('closing days as they are published', () => {
  // European Central Bank, TARGET closing days of each year.
  test.each([
    [2024, '01-01 03-29 04-01 05-01 12-25 12-26'],
    [2025, '01-01 04-18 04-21 05-01 12-25 12-26'],
    [2026, '01-01 04-03 04-06 05-01 12-25'],
    [2027, '01-01 03-26 03-29'],
    [2028, '04-14 04-17 05-01 12-25 12-26'],
  ])('TARGET in %i', (year, days) => {
    expect(closed('TARGET', year)).toBe(days);
  });

  // Federal Reserve Banks, holiday schedules: 2025 to 2027 as published, the other years by the rule that is printed with them.
  test.each([
    [2021, '01-01 01-18 02-15 05-31 07-05 09-06 10-11 11-11 11-25'],
    [2025, '01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25'],
    [2026, '01-01 01-19 02-16 05-25 06-19 09-07 10-12 11-11 11-26 12-25'],
    [2027, '01-01 01-18 02-15 05-31 07-05 09-06 10-11 11-11 11-25'],
    [2028, '01-17 02-21 05-29 06-19 07-04 09-04 10-09 11-23 12-25'],
    [2029, '01-01 01-15 02-19 05-28 06-19 07-04 09-03 10-08 11-12 11-22 12-25'],
  ])(
    'Fedwire in %i: open on the Friday before a Saturday, closed on the Monday after a Sunday',
    (year, days) => {
      expect(closed('Fedwire', year)).toBe(days);
    },
  );

  test('far ahead', () => {
    expect(closed('TARGET', 2040)).toBe('03-30 04-02 05-01 12-25 12-26');
    expect(closed('Fedwire', 2040)).toBe('01-02 01-16 02-20 05-28 06-19 07-04 09-03 10-08 11-12 11-22 12-25');
  });
});
