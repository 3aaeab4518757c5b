import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  amountFindings,
  frequencyFindings,
  priceFindings,
} from '../../../../domain/claim/checks/anomalies.ts';
import type { ClaimHistory, PeerSpread } from '../../../../domain/claim/checks/past-claims.ts';
import { robustZ, spreadOf } from '../../../../domain/claim/checks/spread.ts';
import { facts, past, type Sold } from './made.ts';

const logs = (usd: readonly number[]) => spreadOf(usd.map(Math.log));
const peers = (usd: readonly number[], changes: Partial<PeerSpread> = {}): PeerSpread => ({
  ...{ ...logs(usd), partners: 9, largest: 0.2 },
  ...changes,
});
const withHistory = (usd: string, history: Partial<ClaimHistory>, lines: Sold[] = [{}]) =>
  past(facts({ usd, lines }), [], {
    history: { amounts: { own: null, peers: null }, prices: [], weeks: null, ...history },
  });

test('the robust z of published values', () => {
  // Iglewicz and Hoaglin (1993): of these the modified z-scores are 0.6745 · (x − 2.5) / 0.5, so 15 stands out and 3 does not.
  const spread = spreadOf([2, 2, 2.5, 3, 3, 2.5, 2, 3, 15]);
  expect(spread).toEqual({ n: 9, median: 2.5, mad: 0.5 });
  expect(robustZ(15, spread, 0)).toBeCloseTo((0.6745 * 12.5) / 0.5, 2);
  expect(robustZ(3, spread, 0)).toBeLessThan(3.5);
});

describe('amounts', () => {
  const usual = [180, 210, 240, 195, 260, 220, 205, 230, 190, 215];

  test('far above the partner’s own', () => {
    const [finding] = amountFindings(withHistory('900.00', { amounts: { own: logs(usual), peers: null } }));
    expect(finding).toMatchObject({
      rule: 'claim.amount',
      value: '900.00',
      staffOnly: false,
      weight: 'review',
    });
    expect(finding?.text).toContain(
      "USD 900.00; the median of the partner's own 10 claims in this program is USD 212.",
    );
  });

  test('within what is usual, and far below', () => {
    for (const usd of ['212.00', '330.00', '20.00'])
      expect(amountFindings(withHistory(usd, { amounts: { own: logs(usual), peers: null } }))).toEqual([]);
  });

  test('few claims alarm nobody, however far apart', () => {
    for (const n of [1, 2, 3, 7])
      expect(
        amountFindings(withHistory('99999.00', { amounts: { own: logs(usual.slice(0, n)), peers: null } })),
      ).toEqual([]);
  });

  test('a partner without a history is measured by the others, and never told of them', () => {
    const of = peers(Array.from({ length: 40 }, (_, at) => 180 + 3 * at));
    const amounts = { own: logs(usual.slice(0, 3)), peers: of };
    expect(amountFindings(withHistory('2500.00', { amounts }))).toMatchObject([
      { rule: 'claim.amount', staffOnly: true },
    ]);
    for (const few of [{ partners: 3 }, { largest: 0.8 }, { n: 12 }])
      expect(
        amountFindings(withHistory('2500.00', { amounts: { ...amounts, peers: { ...of, ...few } } })),
      ).toEqual([]);
  });

  test('a large partner is no anomaly among small ones', () => {
    const own = logs([2400, 2600, 2500, 2700, 2450, 2550, 2650, 2480]);
    const of = peers(Array.from({ length: 40 }, (_, at) => 180 + at));
    expect(amountFindings(withHistory('2500.00', { amounts: { own, peers: of } }))).toEqual([]);
  });

  test('equal claims until now: a somewhat larger one is none', () => {
    const own = logs(Array(12).fill(200));
    expect(amountFindings(withHistory('260.00', { amounts: { own, peers: null } }))).toEqual([]);
    expect(amountFindings(withHistory('1000.00', { amounts: { own, peers: null } }))).toHaveLength(1);
  });
});

describe('prices', () => {
  const own = logs([420, 410, 430, 425, 415, 420, 405, 435]);
  const at = (unit: number, prices: ClaimHistory['prices']) =>
    priceFindings(
      withHistory('50.00', { prices }, [
        { quantity: '10', amount: `${unit * 10}.00`, usd: `${unit * 10}.00` },
      ]),
    );

  test('a unit far dearer or cheaper than the partner’s sales', () => {
    expect(at(990, [{ sku: 'EPPRO', own, peers: null }])).toMatchObject([
      { rule: 'claim.price', value: '990.00', line: '1' },
    ]);
    expect(at(120, [{ sku: 'EPPRO', own, peers: null }])).toHaveLength(1);
  });

  test('a discount of a third, and prices that others pay, are usual', () => {
    expect(at(280, [{ sku: 'EPPRO', own, peers: null }])).toEqual([]);
    const of = peers(Array.from({ length: 30 }, (_, one) => 900 + 5 * one));
    expect(at(990, [{ sku: 'EPPRO', own, peers: of }])).toEqual([]);
  });

  test('without sales of the product nothing is said', () => {
    expect(at(990, [])).toEqual([]);
    expect(at(990, [{ sku: 'EPPRO', own: logs([420, 421]), peers: null }])).toEqual([]);
  });
});

describe('how often', () => {
  const weeks = (own: number[], ownNow: number, others: number[] = [], peersNow = 0) => ({
    weeks: { own, peers: others, ownNow, peersNow },
  });
  const found = (history: Partial<ClaimHistory>) =>
    frequencyFindings(withHistory('50.00', history)).map(({ rule }) => rule);

  test('four times the usual week', () => {
    expect(found(weeks(Array(26).fill(10), 40))).toEqual(['claim.frequency']);
    expect(found(weeks(Array(26).fill(1), 12))).toEqual(['claim.frequency']);
  });

  test('ten similar sales a week, and a few more', () => {
    for (const now of [8, 10, 14, 19]) expect(found(weeks(Array(26).fill(10), now))).toEqual([]);
  });

  test('a week that is strong for everybody', () => {
    expect(found(weeks(Array(26).fill(10), 26, Array(26).fill(200), 480))).toEqual([]);
    expect(found(weeks(Array(26).fill(10), 80, Array(26).fill(200), 480))).toEqual(['claim.frequency']);
  });

  test('a partner that has just begun, and one that sells seldom', () => {
    expect(found(weeks([...Array(20).fill(0), 2, 3, 2, 4, 3, 2], 30))).toEqual([]);
    expect(found(weeks([1, ...Array(25).fill(0)], 3))).toEqual([]);
    expect(found(weeks(Array(26).fill(0), 30))).toEqual([]);
  });
});

test('property: honest amounts, prices and weeks alarm in at most 3 of 100', () => {
  // Amounts that differ as they do in practice (lognormal, sigma 0.6), counts that vary by chance (Poisson).
  const uniform = fc.double({ min: 1e-9, max: 1, noNaN: true, noDefaultInfinity: true, minExcluded: true });
  const normals = fc
    .array(fc.tuple(uniform, uniform), { minLength: 31, maxLength: 31 })
    .map((pairs) => pairs.map(([u, v]) => Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v)));
  const drawn = fc.sample(fc.noBias(normals), { numRuns: 2_000, seed: 20_261_128 });
  const alarms = drawn.filter((values) => {
    const amounts = values.map((value) => 300 * Math.exp(0.6 * value));
    const [now = 0, ...before] = amounts;
    return (
      amountFindings(withHistory(now.toFixed(2), { amounts: { own: logs(before), peers: null } })).length > 0
    );
  });
  expect(alarms.length / drawn.length).toBeLessThanOrEqual(0.03);
});
