import fc from 'fast-check';
import type { Claim, ClaimEvent, ClaimLine } from '../../../domain/incentives/claim.ts';
import type { Cap, IncentiveProgram, Rate, Tiers } from '../../../domain/incentives/program.ts';
import { ANY, aClaim, aLine, aProgram, rule } from './made.ts';

/** Programs of every shape, and what may happen to their claims: small numbers that meet thresholds, caps and halves of a cent often. */

const CURRENCIES = { EUR: 2, JPY: 0, KWD: 3 } as const;
type Currency = keyof typeof CURRENCIES;
const SKUS = ['A', 'B', 'C'];
const REGIONS = ['EMEA', 'APAC'];

const amountIn = (currency: Currency, most: number) =>
  fc
    .integer({ min: 1, max: most })
    .map((n) => ({ amount: (n / 10 ** CURRENCIES[currency]).toFixed(CURRENCIES[currency]), currency }));
const percent = fc.integer({ min: 1, max: 4000 }).map((n) => String(n / 100));

const rate = (currency: Currency): fc.Arbitrary<Rate> =>
  fc.oneof(
    percent.map((one) => ({ percent: one })),
    amountIn(currency, 900).map((perUnit) => ({ perUnit })),
    amountIn(currency, 5_000).map((perLine) => ({ perLine })),
  );

/** Two to four tiers that rise, of the same kind of rate. */
const tiers = (currency: Currency): fc.Arbitrary<Tiers> =>
  fc
    .record({
      by: fc.constantFrom('volume' as const, 'units' as const),
      retroactive: fc.boolean(),
      edges: fc.uniqueArray(fc.integer({ min: 2, max: 40 }), { minLength: 1, maxLength: 3 }),
      worths: fc.uniqueArray(fc.integer({ min: 1, max: 900 }), { minLength: 4, maxLength: 4 }),
    })
    .map(({ by, retroactive, edges, worths }) => {
      const starts = [
        by === 'units' ? 1 : 0,
        ...edges.sort((a, b) => a - b).map((n) => (by === 'units' ? n : n * 10)),
      ];
      const rising = [...worths].sort((a, b) => a - b);
      return {
        ...{ by, retroactive },
        steps: starts.map((from, at) => ({
          from: String(from),
          below: starts[at + 1] === undefined ? null : String(starts[at + 1]),
          rate:
            by === 'volume'
              ? { percent: String((rising[at] ?? 0) / 100) }
              : {
                  perUnit: {
                    amount: ((rising[at] ?? 0) / 10 ** CURRENCIES[currency]).toFixed(CURRENCIES[currency]),
                    currency,
                  },
                },
        })),
      };
    });

export const programs: fc.Arbitrary<IncentiveProgram> = fc
  .constantFrom<Currency>('EUR', 'JPY', 'KWD')
  .chain((currency) =>
    fc
      .record({
        gives: fc.oneof(rate(currency), { arbitrary: tiers(currency), weight: 3 }),
        second: fc.option(rate(currency)),
        period: fc.constantFrom('month' as const, 'quarter' as const, 'window' as const),
        bonus: fc.option(rate(currency), { freq: 3 }),
        accelerated: fc.option(fc.integer({ min: 1, max: 30 }), { freq: 3 }),
        caps: fc.subarray(['line', 'claim', 'period', 'partner', 'program'] as const),
        most: amountIn(currency, 20_000),
        budget: fc.option(amountIn(currency, 60_000), { freq: 2 }),
        shared: fc.option(fc.integer({ min: 1, max: 99 }), { freq: 2 }),
        persons: fc.boolean(),
        bundle: fc.option(amountIn(currency, 9_000), { freq: 2 }),
        clawbackDays: fc.constantFrom(180, 20),
      })
      .map(
        ({
          gives,
          second,
          period,
          bonus,
          accelerated,
          caps,
          most,
          budget,
          shared,
          persons,
          bundle,
          clawbackDays,
        }) =>
          aProgram({
            ...{ currency, period, budget, clawbackDays },
            caps: caps.map((per): Cap => ({ per, amount: most })),
            rules: second
              ? [rule(gives, { skus: ['A'] }), rule(second, { rule: 'second', skus: ['B'] })]
              : [rule(gives)],
            bonuses: bonus ? [{ ...ANY, bonus: 'bonus', regions: ['APAC'], gives: bonus }] : [],
            accelerators: accelerated
              ? [
                  { accelerator: 'fast', by: 'units', from: String(accelerated), factor: '1.25' },
                  { accelerator: 'faster', by: 'units', from: String(accelerated + 9), factor: '1.5' },
                ]
              : [],
            bundles: bundle ? [{ bundle: 'pair', skus: ['A', 'C'], perBundle: bundle }] : [],
            ...(persons
              ? { payee: 'person' as const, money: 'person' as const, splits: [] }
              : {
                  splits: shared
                    ? [
                        { to: 'partner' as const, percent: String(shared) },
                        { to: 'distributor' as const, percent: String(100 - shared) },
                      ]
                    : [{ to: 'partner' as const, percent: '100' }],
                }),
          }),
      ),
  );

const RATES = { USD: '1', EUR: '1.0837', JPY: '0.006431', KWD: '3.26' };

function lineOf(currency: string, index: number): fc.Arbitrary<ClaimLine> {
  return fc
    .record({
      minor: fc.integer({ min: 1, max: 25_000 }),
      quantity: fc.integer({ min: 1, max: 9 }),
      sku: fc.constantFrom(...SKUS),
      region: fc.constantFrom(...REGIONS),
      soldOn: fc.constantFrom('2026-01-31', '2026-02-10', '2026-04-01'),
      foreign: fc.boolean(),
      sale: fc.constantFrom('S1', 'S2'),
    })
    .map(({ minor, quantity, sku, region, soldOn, foreign, sale }) => {
      const stated = foreign ? 'USD' : (currency as Currency);
      const decimals = stated === 'USD' ? 2 : CURRENCIES[stated];
      const one = aLine(String(index), {
        amount: (minor / 10 ** decimals).toFixed(decimals),
        currency: stated,
      });
      return {
        ...{ ...one, quantity, sku, soldOn, sale },
        partner: { ...one.partner, region },
        exchange: foreign
          ? {
              from: { usd: RATES.USD, record: 'rates:USD' },
              to: { usd: RATES[currency as Currency], record: `rates:${currency}` },
            }
          : null,
      };
    });
}

const claimOf = (currency: string, index: number): fc.Arbitrary<Claim> =>
  fc
    .record({
      lines: fc
        .integer({ min: 1, max: 3 })
        .chain((count) =>
          fc.tuple(...Array.from({ length: count }, (_, at) => lineOf(currency, index * 10 + at))),
        ),
      partner: fc.constantFrom('7001', '7002'),
      hour: fc.integer({ min: 10, max: 23 }),
      shares: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 3 }),
    })
    .map(({ lines, partner, hour, shares }) =>
      aClaim(`c${index}`, lines, {
        ...{ partner, completeAt: `2026-02-20T${hour}:00:00Z` },
        persons: shares.map((share, at) => ({
          person: `person-${at}`,
          share: String(share),
          consent: 'prm:1',
        })),
      }),
    );

/** Claims of a program, and refunds and undos of their lines at any place between and behind them; some events come twice, some claims again by another one. */
export const histories = fc
  .record({ program: programs, claims: fc.integer({ min: 1, max: 5 }) })
  .chain(({ program, claims }) =>
    fc
      .tuple(...Array.from({ length: claims }, (_, index) => claimOf(program.currency, index + 1)))
      .chain((made) => {
        const lines = made.flatMap((claim) => claim.lines);
        const back = fc.oneof(
          { arbitrary: refunds(lines), weight: 4 },
          fc
            .constantFrom(...made)
            .map(({ claim }): ClaimEvent => ({ kind: 'undo', event: `undo-${claim}`, claim })),
          fc
            .constantFrom(...made)
            .map((claim): ClaimEvent => ({ kind: 'claim', event: `again-${claim.claim}`, claim })),
          fc.tuple(fc.constantFrom(...made), fc.nat({ max: 1 })).map(
            ([{ claim }, number]): ClaimEvent => ({
              kind: 'hold',
              event: `hold-${claim}-${number}`,
              claim,
            }),
          ),
          fc.tuple(fc.constantFrom(...made), fc.nat({ max: 1 })).map(
            ([{ claim }, number]): ClaimEvent => ({
              ...{ kind: 'release', event: `release-${claim}-${number}` },
              hold: `hold-${claim}-${number}`,
            }),
          ),
        );
        const taken = made.map(
          (claim): ClaimEvent => ({ kind: 'claim', event: `claim-${claim.claim}`, claim }),
        );
        return fc.array(fc.tuple(back, fc.nat({ max: 9 })), { maxLength: 6 }).map((backs) => {
          const events = [...taken];
          for (const [event, place] of backs) events.splice(Math.min(place, events.length), 0, event);
          return { program, claims: made, events };
        });
      }),
  );

const refunds = (lines: readonly ClaimLine[]): fc.Arbitrary<ClaimEvent> =>
  fc
    .record({
      line: fc.constantFrom(...lines),
      part: fc.option(fc.integer({ min: 1, max: 100 })),
      number: fc.nat({ max: 99 }),
      on: fc.constantFrom('2026-02-20', '2026-05-20'),
    })
    .map(({ line, part, number, on }) => {
      const { currency, amount } = line.amount;
      const decimals = currency === 'USD' ? 2 : CURRENCIES[currency as Currency];
      const some = Math.max(10 ** -decimals, (Number(amount) * (part ?? 0)) / 100).toFixed(decimals);
      return {
        ...{ kind: 'refund', event: `refund-${line.line}-${number}`, line: line.line, on },
        refunded: part === null ? 'whole' : { amount: some, currency },
      };
    });

/** The same over two versions of a program, of which the second begins between the sales. */
export const overVersions = fc.tuple(histories, programs).map(([history, other]) => {
  const { program } = history;
  const { rules, bonuses, accelerators, caps, budget, clawbackDays } =
    other.currency === program.currency ? other : program;
  const second = { ...program, rules, bonuses, accelerators, caps, budget, clawbackDays };
  return { ...history, versions: [program, { ...second, effectiveFrom: '2026-02-05' }] };
});
