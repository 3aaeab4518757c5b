import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseDealCsv } from '../../../../adapters/intake/deal/csv.ts';
import { parseDealJson } from '../../../../adapters/intake/deal/json.ts';
import type { DealPart } from '../../../../adapters/intake/deal/part.ts';
import { exponentOf } from '../../../../domain/exponent.ts';

const now = new Date('2026-11-27T12:00:00Z');

/** How the writers of a file write its numbers. */
interface Style {
  group: string;
  mark: string;
  decimals: 'always' | 'never' | 'where needed';
}
const style: fc.Arbitrary<Style> = fc.record({
  group: fc.constantFrom('', ',', '.', ' ', "'", '\u00a0', '\u202f', '’'),
  mark: fc.constantFrom('.', ','),
  decimals: fc.constantFrom('always' as const, 'never' as const, 'where needed' as const),
});

function written(minor: bigint, currency: string, { group, mark, decimals }: Style): string {
  const places = exponentOf(currency);
  const digits = minor.toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places).replace(/\B(?=(?:\d{3})+$)/g, group);
  const rest = digits.slice(digits.length - places);
  const bare = decimals === 'never' || (decimals === 'where needed' && /^0*$/.test(rest));
  return bare || places === 0 ? whole : `${whole}${mark}${rest}`;
}

const plain = (minor: bigint, currency: string) => {
  const places = exponentOf(currency);
  const digits = minor.toString().padStart(places + 1, '0');
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
};

/** The stated value, or the code of the refusal. */
const said = (part: DealPart | undefined) =>
  part?.ok ? part.parsed.stated.submission.stated_value : (part?.faults[0].code ?? null);

const rows = fc.array(
  fc.record({
    whole: fc.bigInt({ min: 1n, max: 10n ** 9n }),
    currency: fc.constantFrom('EUR', 'USD', 'JPY', 'KWD', 'CHF'),
    cents: fc.constantFrom(0n, 0n, 50n, 125n),
  }),
  { minLength: 1, maxLength: 12 },
);
const heading = fc.constantFrom('currency', 'Amount Currency', 'CurrencyIsoCode', 'deal_currency_code');

test('a file in any format of numbers is read as it was meant, or refused, and never read as something else', () => {
  let read = 0;
  fc.assert(
    fc.property(rows, style, heading, (all, how, currencyName) => {
      fc.pre(how.group !== how.mark);
      const amounts = all.map(({ whole, currency, cents }) => {
        const unit = 10n ** BigInt(exponentOf(currency));
        return { currency, minor: how.decimals === 'never' ? whole * unit : whole * unit + (cents % unit) };
      });
      const lines = amounts.map(
        ({ minor, currency }, index) =>
          `${index}\t${written(minor, currency, how)}\t${currency}\tnoise, 1.234`,
      );
      const parts = parseDealCsv(
        Buffer.from([`deal_id\tamount\t${currencyName}\tRegion note`, ...lines].join('\n')),
        now,
      );
      if (parts.length !== amounts.length) {
        expect(parts.map(said)).toEqual(['amount_ambiguous']);
        return;
      }
      for (const [index, part] of parts.entries()) {
        const { minor, currency } = amounts[index] as (typeof amounts)[number];
        if (!part.ok) expect(said(part)).toBe('amount_ambiguous');
        else {
          expect(said(part)).toEqual({ amount: plain(minor, currency), currency });
          expect(part.parsed.unread).toEqual(['Region note']);
          read += 1;
        }
      }
    }),
    { numRuns: 1_000 },
  );
  expect(read).toBeGreaterThan(1_000);
});

test('a file of which one row shows the format leaves none of its rows open', () => {
  fc.assert(
    fc.property(rows, style, (all, how) => {
      fc.pre(how.group !== how.mark && how.group !== '');
      const tells = written(123_456_789n, 'EUR', { ...how, decimals: 'always' });
      const lines = all.map(({ whole }, index) => `${index}\t${written(whole * 100n, 'EUR', how)}\tEUR`);
      const parts = parseDealCsv(
        Buffer.from(['deal_id\tamount\tcurrency', `x\t${tells}\tEUR`, ...lines].join('\n')),
        now,
      );
      expect(parts.map(said)).toEqual([
        { amount: '1234567.89', currency: 'EUR' },
        ...all.map(({ whole }) => ({ amount: `${whole}.00`, currency: 'EUR' })),
      ]);
    }),
  );
});

test('three digits behind a single mark are never read in one record alone, but where the currency has three decimals', () => {
  const amount = fc.tuple(
    fc.integer({ min: 1, max: 999 }),
    fc.constantFrom('.', ','),
    fc.integer({ min: 0, max: 999 }),
  );
  fc.assert(
    fc.property(
      amount,
      fc.constantFrom('EUR', 'USD', 'JPY', 'GBP', 'INR'),
      ([whole, mark, rest], currency) => {
        const body = { deal_id: '1', amount: `${whole}${mark}${String(rest).padStart(3, '0')}`, currency };
        expect(said(parseDealJson(Buffer.from(JSON.stringify(body)), now) ?? undefined)).toBe(
          'amount_ambiguous',
        );
      },
    ),
  );
});
