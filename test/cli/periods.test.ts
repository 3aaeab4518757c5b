import { expect, test } from '@jest/globals';
import { periodCheck } from '../../cli/doctor/periods.ts';

const of = {
  schedule: 'quarterdeck-report-quarter',
  period: '2026-Q3',
  what: 'case' as const,
  isThere: false,
};
const on = (day: string) => new Date(`${day}T00:00:00Z`);

test.each([
  ['its case is there', { ...of, since: on('2026-01-01'), isThere: true }, 'ok', '2026-Q3 has its case'],
  ['its case is missing', { ...of, since: on('2026-09-30') }, 'failed', '2026-Q3 is over and has no case'],
  [
    'its batch is missing',
    { ...of, what: 'batch' as const, since: on('2026-09-30') },
    'failed',
    '2026-Q3 is over and has no batch',
  ],
  ['it was over before', { ...of, since: on('2026-10-01') }, 'ok', '2026-Q3 was over before it began'],
  ['no schedule', { ...of, since: null }, 'failed', 'is not there'],
] as const)('%s', (_, given, state, found) => {
  expect(periodCheck(given)).toMatchObject({ name: 'schedule quarterdeck-report-quarter', state, found });
});

test('what is missed is started by the command that it names', () => {
  expect(periodCheck({ ...of, since: on('2026-09-30') }).fix).toBe(
    'temporal schedule trigger --schedule-id quarterdeck-report-quarter',
  );
});
