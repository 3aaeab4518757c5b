import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { MatchRecord } from '../../../domain/match/record.ts';
import { matchVerdict } from '../../../domain/match/verdict.ts';
import { MODEL, record } from './records.ts';

/** Shares are shipped with five digits. */
const ROUNDING = 1e-4;
const NAMES = [
  'Helvetia Feinmechanik AG',
  'Acme Industries Inc.',
  'Nordlicht Energie',
  'Global Services Ltd',
  'Роснефть',
];
const full: Partial<MatchRecord> = {
  domain: 'helvetia-feinmechanik.ch',
  contactToken: 'c1',
  address: { street: 'Bahnhofstrasse 4', postalCode: '8001', city: 'Zürich', country: 'CH' },
  products: ['Backup'],
  territories: ['EMEA'],
  parent: 'crm:Account/9',
};
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value);
const anyRecord: fc.Arbitrary<MatchRecord> = fc
  .record({
    name: fc.oneof(fc.constantFrom(...NAMES), fc.string({ unit: 'grapheme' })),
    domain: maybe(fc.constantFrom('acme.com', 'emea.acme.com', 'acme.de', 'nordlicht.co.uk', 'localhost')),
    contactToken: maybe(fc.constantFrom('c1', 'c2')),
    address: maybe(
      fc.record({
        street: maybe(fc.constantFrom('Main Street 1', '1 Main St', 'Hauptstrasse 7')),
        postalCode: maybe(fc.constantFrom('8001', '20099')),
        city: maybe(fc.constantFrom('Zürich', 'Hamburg')),
        country: maybe(fc.constantFrom('CH', 'DE')),
      }),
    ),
    products: fc.subarray(['Backup', 'Edge', 'Network']),
    territories: fc.subarray(['EMEA', 'DE']),
    parent: maybe(fc.constantFrom('crm:Account/1', 'crm:Account/9')),
    record: fc.constantFrom('registration:1', 'crm:Account/1', 'crm:Account/2'),
  })
  .map((fields) => ({ ...fields, kind: 'registration' as const }));

describe('a verdict', () => {
  test('is explained by its fields to the last bit', () => {
    fc.assert(
      fc.property(anyRecord, anyRecord, (query, candidate) => {
        const verdict = matchVerdict(query, candidate, MODEL);
        const sum = verdict.fields.reduce((total, field) => total + field.weight, verdict.prior);
        expect(verdict.weight).toBeCloseTo(sum, 9);
        expect(verdict.probability).toBeCloseTo(1 / (1 + 2 ** -sum), 9);
        expect(verdict.fields.map(({ field }) => field)).toEqual(MODEL.fields.map(({ field }) => field));
        expect(verdict.fields.every(({ why }) => why !== '')).toBe(true);
        expect(verdict.record).toBe(candidate.record);
      }),
    );
  });

  test('is the same whichever record asks', () => {
    fc.assert(
      fc.property(anyRecord, anyRecord, (one, two) => {
        expect(matchVerdict(one, two, MODEL).weight).toBeCloseTo(matchVerdict(two, one, MODEL).weight, 9);
      }),
    );
  });

  test.each(['domain', 'contactToken', 'address', 'products', 'territories', 'parent'] as const)(
    'is never less probable for agreeing on the %s as well',
    (field) => {
      fc.assert(
        fc.property(anyRecord, anyRecord, (query, candidate) => {
          const silent = { [field]: field === 'products' || field === 'territories' ? [] : null };
          const agreed = { [field]: full[field] };
          // The parent rule looks at both records' ids: neither may be the agreed parent.
          const without = matchVerdict({ ...query, ...silent }, { ...candidate, ...silent }, MODEL);
          const withIt = matchVerdict({ ...query, ...agreed }, { ...candidate, ...agreed }, MODEL);
          expect(withIt.probability).toBeGreaterThan(without.probability - ROUNDING);
        }),
      );
    },
  );

  test('holds no evidence in what a side does not say', () => {
    const verdict = matchVerdict(record(NAMES[0] as string), record(NAMES[0] as string, full), MODEL);
    const silent = verdict.fields.filter(({ field }) => field !== 'name');
    expect(silent.map(({ level, weight }) => ({ level, weight }))).toEqual(
      silent.map(() => ({ level: 'unknown', weight: 0 })),
    );
  });
});

describe('the shipped model', () => {
  const probability = (query: MatchRecord, candidate: MatchRecord) =>
    matchVerdict(query, candidate, MODEL).probability;

  test('calls the same name at the same domain a conflict, another name elsewhere nothing', () => {
    const query = record('Helvetia Feinmechanik', full);
    expect(
      probability(query, record('HELVETIA Feinmechanik A.G.', { domain: 'helvetia-feinmechanik.ch' })),
    ).toBeGreaterThan(0.99);
    expect(probability(query, record('Nordlicht Energie', { domain: 'nordlicht.de' }))).toBeLessThan(0.001);
  });

  test('needs more than a common name', () => {
    const common = probability(record('Energy'), record('Energy Inc'));
    const rare = probability(record('Helvetia Feinmechanik'), record('Helvetia Feinmechanik AG'));
    expect(common).toBeLessThan(rare);
    expect(common).toBeLessThan(0.9);
  });

  test.each(MODEL.fields.map((field) => [field.field, field] as const))(
    'weighs more likeness of the %s higher',
    (_, { levels }) => {
      const weights = levels.map(({ m, u }) => Math.log2(m / u));
      expect(weights[0]).toBeGreaterThan(0);
      expect(weights.at(-1)).toBeLessThan(0);
      weights.slice(1).forEach((weight, k) => {
        expect(weight).toBeLessThan((weights[k] as number) + ROUNDING);
      });
    },
  );

  test('takes a subdomain for its domain and another suffix for less', () => {
    const at = (domain: string) =>
      probability(record('Acme Industries', { domain: 'acme.co.uk' }), record('Acme Industries', { domain }));
    expect(at('acme.co.uk')).toBeGreaterThan(at('emea.acme.co.uk') - ROUNDING);
    expect(at('emea.acme.co.uk')).toBeGreaterThan(at('acme.com'));
    expect(at('acme.com')).toBeGreaterThan(at('other.co.uk'));
  });

  test('sees that one record hangs under the other', () => {
    const child = record('Acme Deutschland', { parent: 'crm:Account/1' });
    const level = (candidate: MatchRecord) =>
      matchVerdict(child, candidate, MODEL).fields.find(({ field }) => field === 'parent')?.level;
    expect(level(record('Acme', { record: 'crm:Account/1' }))).toBe('equal');
    expect(level(record('Acme', { record: 'crm:Account/2' }))).toBe('unknown');
  });
});
