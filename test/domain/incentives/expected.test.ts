import { expect, test } from '@jest/globals';
import { calculate } from '../../../domain/incentives/calculate.ts';
import { expectedOf } from '../../../domain/incentives/expected.ts';
import type { IncentiveProgram, LiabilityEstimate } from '../../../domain/incentives/program.ts';
import { aProgram, eur, rule, taken } from './made.ts';

const program = (estimate: LiabilityEstimate) =>
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
const told = (method: LiabilityEstimate['method'], asOf: string) => {
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

test.each<[string, Partial<IncentiveProgram>]>([
  ['a cap of the program', { caps: [{ per: 'program', amount: eur('1800.00') }] }],
  ['the budget', { caps: [], budget: eur('1800.00') }],
])('the estimates of all partners together stay within %s', (_, limit) => {
  const one = { ...program({ method: 'expected_value', outcomes }), ...limit };
  // Each has earned 600.00 and would have 300.00 more at 3 %, 900.00 more at 5 %; 600.00 are left for both.
  const two = [taken('1', '30000.00'), taken('2', '30000.00', {}, { partner: '7002' })];
  const at = (factor: string) => ({
    ...one,
    estimate: { method: 'most_likely' as const, outcomes: [{ factor, probability: '1' }] },
  });
  const told = (of: IncentiveProgram) => {
    const { expected, parts } = expectedOf(calculate([of], two), of, '2026-02-14');
    return [expected.amount, ...parts.map(({ estimate }) => estimate.amount)];
  };
  expect(told(at('2'))).toEqual(['1800.00', '300.00', '300.00']);
  expect(told(at('6'))).toEqual(['1800.00', '600.00']);
  // 0.5 × (300.00 + 300.00) + 0.3 × 600.00
  const odds = outcomes.map((each) => ({ ...each, factor: { '1': '2', '4': '6' }[each.factor] ?? '0.5' }));
  expect(told({ ...one, estimate: { method: 'expected_value', outcomes: odds } })[0]).toBe('1680.00');
});
