import { expect, test } from '@jest/globals';
import { callsCheck } from '../../cli/doctor/calls.ts';

const told = (used: number, of = 100_000) => ({ used, of });

test('says how much of the day is used, by whose word, and what to do when it is nearly over', () => {
  expect(callsCheck({ vendor: 'hubspot', own: null, told: null })).toEqual([]);
  expect(callsCheck({ vendor: 'salesforce', own: null, told: told(18_211) })).toEqual([
    {
      name: 'calls of salesforce',
      state: 'ok',
      found: '18,211 of 100,000 (18 %) today, as the vendor says',
      fix: null,
    },
  ]);
  expect(callsCheck({ vendor: 'salesforce', own: told(90, 100), told: told(10) })).toMatchObject([
    {
      state: 'soon',
      found:
        '90 of 100 (90 %) today, of those that we allow ourselves; mirrors and polls wait for the next day',
    },
  ]);
  expect(
    callsCheck({ vendor: 'jira', own: null, told: { ...told(60_000, 65_000), per: 'hour' } }),
  ).toMatchObject([
    {
      state: 'soon',
      found:
        '60,000 of 65,000 (92 %) this hour, as the vendor says; mirrors and polls wait for the next hour',
    },
  ]);
  expect(callsCheck({ vendor: 'moorings', own: told(100, 100), told: null })).toMatchObject([
    { state: 'failed', fix: expect.stringContaining('Raise requestsPerDay') },
  ]);
});
