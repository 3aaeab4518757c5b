import { describe, expect, test } from '@jest/globals';
import type { Claim, ClaimLine } from '../../../domain/incentives/claim.ts';
import { lineFindings } from '../../../domain/incentives/eligibility.ts';
import { exchangeFor } from '../../../domain/incentives/exchange.ts';
import type { IncentiveProgram } from '../../../domain/incentives/program.ts';
import { programStatus, programsAt } from '../../../domain/incentives/versions.ts';
import { ANY, aClaim, aLine, aProgram, eur, rule } from './made.ts';

const eligibility = aProgram().eligibility;
const partner = aLine('1', '1.00').partner;
const condition = { condition: 'large', when: 'sale.amount >= 100.0', text: 'Only sales from 100.00 on' };
const persons = [{ person: 'p1', share: '1', consent: null }];

describe('a line is not payable when', () => {
  test.each<[string, string, Partial<IncentiveProgram>, Partial<ClaimLine>, Partial<Claim>, string | null]>([
    ['it was sold before the window', 'window', {}, { soldOn: '2025-12-31' }, {}, null],
    ['it was sold after the window', 'window', {}, { soldOn: '2027-01-01' }, {}, null],
    ['it is submitted after 45 days', 'late', {}, {}, { submittedOn: '2026-03-28' }, null],
    ['it is of another tier', 'tier', { eligibility: { ...eligibility, tiers: ['Silver'] } }, {}, {}, null],
    [
      'it is of another region',
      'region',
      { eligibility: { ...eligibility, regions: ['APAC'] } },
      {},
      {},
      null,
    ],
    [
      'a certification is lacking',
      'certification',
      { eligibility: { ...eligibility, certifications: ['Backup'] } },
      {},
      {},
      'Proof that the certification was valid on that day',
    ],
    ['it is another SKU', 'sku', { eligibility: { ...eligibility, skus: ['BKP-*'] } }, {}, {}, null],
    [
      'it has no deal',
      'deal',
      { eligibility: { ...eligibility, deal: true } },
      { deal: null },
      {},
      'The approved registration of the sale',
    ],
    [
      'its vendor is not approved',
      'vendor',
      { proof: { documents: ['invoice'], vendors: ['V'], logo: false } },
      { vendor: 'W' },
      {},
      'The invoice of an approved vendor',
    ],
    [
      'no request was approved',
      'request',
      { caps: [{ per: 'request', amount: null }] },
      {},
      {},
      'The approved request',
    ],
    [
      'the customer is a public body',
      'public_sector',
      { notPayable: { publicSector: true, countries: [] } },
      { publicSector: true },
      {},
      null,
    ],
    [
      'the customer is in an excluded country',
      'country',
      { notPayable: { publicSector: false, countries: ['DE'] } },
      {},
      {},
      null,
    ],
    ['it names no person', 'payee', { payee: 'person', splits: [] }, {}, {}, 'The person who is to be paid'],
    [
      'consent is not on file',
      'consent',
      { payee: 'person', splits: [] },
      {},
      { persons },
      'The signed consent',
    ],
    [
      'it names no distributor',
      'payee',
      { splits: [{ to: 'distributor', percent: '100' }] },
      {},
      { distributor: null },
      'The distributor of the sale',
    ],
    [
      'a condition does not hold',
      'condition.large',
      { eligibility: { ...eligibility, conditions: [condition] } },
      {},
      {},
      null,
    ],
  ])('%s', (_, rule, program, line, claim, remedy) => {
    const made = aLine('1', '50.00', line);
    expect(lineFindings(aProgram(program), aClaim('c', [made], claim), made)).toMatchObject([
      { rule, kind: 'not_eligible', remedy },
    ]);
  });
});

describe('a person has to look when', () => {
  test.each<[string, string, Partial<IncentiveProgram>, Partial<ClaimLine>, Partial<Claim>]>([
    [
      'the tier of that day is not known',
      'tier',
      { eligibility: { ...eligibility, tiers: ['Gold'] } },
      { partner: { ...partner, tier: null } },
      {},
    ],
    ['it was submitted before it was sold', 'early', {}, { soldOn: '2026-02-21' }, {}],
    [
      'a rule goes by the tier, which is not known',
      'tier',
      { rules: [rule({ percent: '5' }, { tiers: ['Gold'] })] },
      { partner: { ...partner, tier: null } },
      {},
    ],
    [
      'a bonus goes by the region, which is not known',
      'region',
      { bonuses: [{ ...ANY, bonus: 'apac', regions: ['APAC'], gives: { percent: '2' } }] },
      { partner: { ...partner, region: null } },
      {},
    ],
    [
      'the certifications are not known',
      'certification',
      { eligibility: { ...eligibility, certifications: ['Backup'] } },
      { partner: { ...partner, certifications: null } },
      {},
    ],
    ['no agreement is known', 'agreement', {}, {}, { agreement: null }],
    [
      'it is not known whether the customer is public',
      'public_sector',
      { notPayable: { publicSector: true, countries: [] } },
      { publicSector: null },
      {},
    ],
    [
      'the country is not known',
      'country',
      { notPayable: { publicSector: false, countries: ['US'] } },
      { country: null },
      {},
    ],
    [
      'the vendor is not known',
      'vendor',
      { proof: { documents: ['invoice'], vendors: ['V'], logo: false } },
      {},
      {},
    ],
    ['there is no rate for the day', 'exchange', {}, { amount: { amount: '1.00', currency: 'USD' } }, {}],
    [
      'the request is in another currency',
      'request',
      { caps: [{ per: 'request', amount: null }] },
      {},
      { request: { record: 'prm:1', approved: { amount: '1', currency: 'USD' } } },
    ],
    [
      'a condition rests on what is not known',
      'condition.vendor',
      {
        eligibility: {
          ...eligibility,
          conditions: [{ condition: 'vendor', when: 'sale.vendor == "V"', text: 'V' }],
        },
      },
      {},
      {},
    ],
  ])('%s', (_, rule, program, line, claim) => {
    const made = aLine('1', '50.00', line);
    expect(lineFindings(aProgram(program), aClaim('c', [made], claim), made)).toMatchObject([
      { rule, kind: 'unknown', remedy: null },
    ]);
  });
});

test('a line against which nothing speaks is payable', () => {
  const line = aLine('1', '50.00');
  expect(lineFindings(aProgram(), aClaim('c', [line], { submittedOn: '2026-03-27' }), line)).toEqual([]);
});

test('the time to submit is extended once, where that was granted', () => {
  const program = aProgram({ submit: { withinDays: 60, extensionDays: 30 } });
  const line = aLine('1', '50.00');
  const at = (submittedOn: string, extended: boolean) =>
    lineFindings(program, aClaim('c', [line], { submittedOn, extended }), line);
  expect(at('2026-05-11', true)).toEqual([]);
  expect(at('2026-05-12', true)).toMatchObject([{ rule: 'late', remedy: null }]);
  expect(at('2026-05-11', false)).toMatchObject([
    { rule: 'late', remedy: expect.stringContaining('extension') },
  ]);
});

test('a rate is the last one up to five days before the sale, of either currency', () => {
  const rates = [
    { date: '2026-02-05', currency: 'EUR', usd: '1.08' },
    { date: '2026-02-11', currency: 'EUR', usd: '1.09' },
    { date: '2026-02-04', currency: 'GBP', usd: '1.30' },
  ];
  expect(exchangeFor(rates, 'USD', 'EUR', '2026-02-10')).toEqual({
    from: { usd: '1', record: 'rates:USD/2026-02-10' },
    to: { usd: '1.08', record: 'rates:EUR/2026-02-05' },
  });
  expect(exchangeFor(rates, 'GBP', 'EUR', '2026-02-10')).toBeUndefined();
  expect(exchangeFor(rates, 'EUR', 'EUR', '2026-02-10')).toBeNull();
});

describe('versions', () => {
  const first = aProgram();
  const second = aProgram({ effectiveFrom: '2026-07-01', budget: eur('1.00') });

  test('of a program the one that has begun counts, before the first one that first one', () => {
    expect(programsAt([second, first], '2026-06-30T21:59:59Z')).toEqual([first]);
    // Midnight in the program's zone.
    expect(programsAt([second, first], '2026-06-30T22:00:00Z')).toEqual([second]);
    expect(programsAt([second], '2026-01-01T00:00:00Z')).toEqual([second]);
    expect(programsAt([second, first], '2026-06-30')).toEqual([first]);
  });

  test.each([
    ['2025-12-31T22:59:59Z', 'planned'],
    ['2025-12-31T23:00:00Z', 'active'],
    ['2026-12-31T22:59:59Z', 'active'],
    ['2026-12-31T23:00:00Z', 'ended'],
    // The last day of the window in that zone, whatever day it is in UTC.
    ['2025-12-31', 'planned'],
    ['2026-12-31', 'active'],
    ['2027-01-01', 'ended'],
  ])('at %s the program is %s, by its own zone', (at, status) => {
    expect(programStatus(first, at)).toBe(status);
  });
});
