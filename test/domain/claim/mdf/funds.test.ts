import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { campaignBalance } from '../../../../domain/claim/mdf/campaign-balance.ts';
import { type FundRow, fundBalance } from '../../../../domain/claim/mdf/fund-balance.ts';

const row = (kind: FundRow['kind'], amount: string): FundRow => ({
  kind,
  amount: { amount, currency: 'EUR' },
});

describe('balances', () => {
  test('of a campaign, by hand', () => {
    const rows = [
      ...[row('allocated', '60000.00'), row('allocated', '5000.00'), row('deallocated', '5000.00')],
      ...[
        row('accrued', '3000.00'),
        row('accrued', '1500.50'),
        row('reversed', '1500.50'),
        row('paid', '1000.00'),
      ],
      row('claimed', '750.25'),
    ];
    expect(fundBalance('EUR', rows)).toEqual({
      allocated: { amount: '60000.00', currency: 'EUR' },
      pending: { amount: '750.25', currency: 'EUR' },
      approved: { amount: '2000.00', currency: 'EUR' },
      paid: { amount: '1000.00', currency: 'EUR' },
      available: { amount: '56249.75', currency: 'EUR' },
    });
  });

  test('nothing is nothing, and another currency is refused', () => {
    expect(fundBalance('JPY', []).available).toEqual({ amount: '0', currency: 'JPY' });
    expect(() => fundBalance('USD', [row('paid', '1.00')])).toThrow(/funds are in USD/);
  });

  test('property: allocated is the sum of the parts to the cent, in any order of the rows', () => {
    const cents = fc.integer({ min: 1, max: 10_000_000 });
    const kinds = fc.constantFrom<FundRow['kind']>(
      ...(['allocated', 'deallocated', 'claimed', 'accrued', 'reversed', 'paid'] as const),
    );
    const minor = (amount: string) => BigInt(amount.replace('.', ''));
    fc.assert(
      fc.property(fc.array(fc.tuple(kinds, cents), { maxLength: 40 }), (drawn) => {
        const rows = drawn.map(([kind, minors]) => row(kind, (minors / 100).toFixed(2)));
        const balance = fundBalance('EUR', rows);
        const { allocated, pending, approved, paid, available } = balance;
        const parts = [pending, approved, paid, available].reduce(
          (sum, { amount }) => sum + minor(amount),
          0n,
        );
        expect(parts).toBe(minor(allocated.amount));
        expect(fundBalance('EUR', [...rows].reverse())).toEqual(balance);
      }),
    );
  });
});

test('of a campaign: what is pending, booked and paid of its budget', () => {
  const eur = (amount: string) => ({ amount, currency: 'EUR' });
  const roll = {
    ...{ program: 'roadshow', legalEntity: null, currency: 'EUR', opening: 0n, onHold: 0n },
    ...{ earned: 0n, reversed: 0n, exchange: 0n, paid: 0n, closing: 0n },
  };
  const rolls = [
    { ...roll, partner: '7001', earned: 300_000n, reversed: 20_000n, paid: 100_000n, closing: 180_000n },
    // A refund in another currency left a difference: what is owed counts, and not how it came about.
    { ...roll, partner: '7002', earned: 50_000n, reversed: 49_000n, exchange: -1_000n },
    { ...roll, partner: '7002', currency: 'USD', exchange: 900n },
  ];
  const program = { program: 'roadshow', currency: 'EUR', budget: eur('60000.00') };
  expect(campaignBalance(program, [eur('750.25'), null, eur('49.75'), null], rolls)).toEqual({
    program: 'roadshow',
    allocated: eur('60000.00'),
    pending: eur('800.00'),
    approved: eur('1800.00'),
    paid: eur('1000.00'),
    available: eur('56400.00'),
    unknown: 2,
  });
  expect(campaignBalance(program, [eur('60000.01')], []).available).toEqual(eur('-0.01'));
});
