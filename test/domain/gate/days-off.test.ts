import { expect, test } from '@jest/globals';
import { daysOff } from '../../../domain/gate/days-off.ts';

const yearly = (year: number) => [
  { date: `${year}-05-01`, name: 'Labour Day' },
  { date: `${year}-12-25`, name: 'Christmas Day' },
];

test('a company adds and removes days by date, by day of every year and by name', () => {
  const days = daysOff(yearly, { add: ['12-31', '2026-06-05'], remove: ['Labour Day', '2027-12-25'] });
  const off = [
    '2026-05-01',
    '2026-06-05',
    '2027-06-05',
    '2026-12-25',
    '2027-12-25',
    '2028-12-25',
    '2040-12-31',
  ];
  expect(off.filter((day) => days.includes(day))).toEqual([
    '2026-06-05',
    '2026-12-25',
    '2028-12-25',
    '2040-12-31',
  ]);
});

test('what is added is off even where it is removed by a rule for every year', () => {
  const days = daysOff(yearly, { add: ['2026-12-25'], remove: ['12-25'] });
  expect([days.includes('2026-12-25'), days.includes('2027-12-25')]).toEqual([true, false]);
});

test('each year is worked out once', () => {
  const asked: number[] = [];
  const days = daysOff(
    (year) => {
      asked.push(year);
      return yearly(year);
    },
    { add: [], remove: [] },
  );
  for (const day of ['2026-05-01', '2026-05-02', '2027-05-01', '2026-12-25']) days.includes(day);
  expect(asked).toEqual([2026, 2027]);
});
