import { expect, test } from '@jest/globals';
import { calculate } from '../../../domain/incentives/calculate.ts';
import { expectedOf } from '../../../domain/incentives/expected.ts';
import type { Estimate } from '../../../domain/incentives/program.ts';
import { aProgram, eur, rule, taken } from './made.ts';

const program = (estimate: Estimate) =>
  aProgram({
    estimate,
    caps: [{ per: 'period', amount: eur('2000.00') }],
    rules: [
      rule({
        by: 'volume',
        retroactive: true,
        steps: [
          { from: '0', below: '100000', rate: { percent: '2' } },
          { from: '100000', below: '300000', rate: { percent: '3' } },
          { from: '300000', below: null, rate: { percent: '5' } },
        ],
      }),
    ],
  });
const outcomes = [
  { factor: '0.5', probability: '0.2' },
  { factor: '1', probability: '0.5' },
  { factor: '4', probability: '0.3' },
];
// 45 of the quarter's 90 days are gone: 50,000.00 are on the way to 100,000.00.
const events = [taken('1', '30000.00'), taken('2', '20000.00')];
const told = (method: Estimate['method'], asOf: string) => {
  const one = program({ method, outcomes });
  const { earned, estimate, expected } = expectedOf(calculate([one], events), one, asOf);
  return [earned.amount, estimate.amount, expected.amount];
};

test('the most likely outcome, and the expected value of all, each within the caps', () => {
  // Half: 50,000.00, no tier more. As now: 3 %, 500.00 more. Four times: 5 %, 1,500.00 more and 1,000.00 within the cap.
  expect(told('most_likely', '2026-02-14')).toEqual(['1000.00', '500.00', '1500.00']);
  expect(told('expected_value', '2026-02-14')).toEqual(['1000.00', '550.00', '1550.00']);
});

test('once the period is over there is nothing more to expect', () => {
  expect(told('most_likely', '2026-03-31')).toEqual(['1000.00', '0.00', '1000.00']);
});

test('each part says what every outcome would pay', () => {
  const one = program({ method: 'expected_value', outcomes });
  expect(expectedOf(calculate([one], events), one, '2026-02-14').parts).toEqual([
    {
      ...{ partner: '7001', period: '2026-Q1', rule: 'standard', estimate: eur('550.00') },
      outcomes: [
        { ...outcomes[0], more: eur('0.00') },
        { ...outcomes[1], more: eur('500.00') },
        { ...outcomes[2], more: eur('1000.00') },
      ],
    },
  ]);
});
