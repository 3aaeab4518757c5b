import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { rateAsOf } from '../../domain/exchange-rate.ts';
import { exponentOf } from '../../domain/exponent.ts';
import { addMoney, allocate, compareMoney, convertMoney, roundMoney } from '../../domain/money.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });

describe('money', () => {
  test.each([
    ['1.005', 'USD', '1.01'],
    ['-1.005', 'USD', '-1.01'],
    ['1234.5', 'JPY', '1235'],
    ['1.0005', 'KWD', '1.001'],
  ])('%s %s rounds half away from zero to %s', (amount, currency, rounded) => {
    expect(roundMoney({ amount, currency }).amount).toBe(rounded);
  });

  test('currencies never mix', () => {
    expect(() => addMoney(usd('1'), { amount: '1', currency: 'EUR' })).toThrow(RangeError);
    expect(() => compareMoney(usd('1'), { amount: '1', currency: 'EUR' })).toThrow(RangeError);
  });

  test('the hand-computed splits', () => {
    expect(allocate(usd('100.00'), ['1', '1', '1']).map((part) => part.amount)).toEqual([
      '33.34',
      '33.33',
      '33.33',
    ]);
    expect(allocate({ amount: '1000', currency: 'JPY' }, ['1', '1', '1']).map((part) => part.amount)).toEqual(
      ['334', '333', '333'],
    );
  });

  test('a split loses and invents nothing', () => {
    const cents = fc.integer({ min: -10_000_000, max: 10_000_000 }).map((n) => usd((n / 100).toFixed(2)));
    fc.assert(
      fc.property(
        cents,
        fc.array(fc.integer({ min: 1, max: 1000 }).map(String), { minLength: 1, maxLength: 9 }),
        (money, weights) => {
          const sum = allocate(money, weights).reduce((total, part) => addMoney(total, part), usd('0'));
          expect(compareMoney(sum, money)).toBe(0);
        },
      ),
    );
  });

  test('a tie goes to the first, also where the shares never end: a sixth and four sixths', () => {
    expect(allocate(usd('100.00'), ['1', '4', '1']).map((part) => part.amount)).toEqual([
      '16.67',
      '66.67',
      '16.66',
    ]);
    expect(allocate(usd('0.05'), ['4', '1', '1']).map((part) => part.amount)).toEqual([
      '0.03',
      '0.01',
      '0.01',
    ]);
  });

  test('a split of any size is exact', () => {
    expect(allocate(usd('123456789012345678901.01'), ['1', '1']).map((part) => part.amount)).toEqual([
      '61728394506172839450.51',
      '61728394506172839450.50',
    ]);
  });

  test('0.1 + 0.2 is 0.30', () => {
    expect(addMoney(usd('0.1'), usd('0.2')).amount).toBe('0.30');
    expect(convertMoney({ amount: '48000', currency: 'EUR' }, 'USD', '1.0905').amount).toBe('52344.00');
    expect(exponentOf('JPY')).toBe(0);
  });
});

describe('the exchange rate as of a day', () => {
  const rates = [
    { date: '2026-11-13', currency: 'EUR', usd: '1.08' },
    { date: '2026-11-16', currency: 'EUR', usd: '1.09' },
  ];
  test.each([
    ['2026-11-15', '1.08'],
    ['2026-11-16', '1.09'],
    ['2026-11-21', '1.09'],
    ['2026-11-22', undefined],
    ['2026-11-12', undefined],
  ])('on %s it is %s', (day, usdRate) => {
    expect(rateAsOf(rates, 'EUR', day)?.value).toBe(usdRate);
  });
  test('a dollar is a dollar', () => {
    expect(rateAsOf([], 'USD', '2026-11-20')?.value).toBe('1');
  });
});
