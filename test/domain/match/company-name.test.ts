import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readName } from '../../../domain/match/company-name.ts';
import { matchVerdict } from '../../../domain/match/verdict.ts';
import { MODEL, record } from './records.ts';

const taken = (name: string) => readName(name).map(({ words, beside }) => [words.join(' '), ...beside]);
const probability = (a: string, b: string) => matchVerdict(record(a), record(b), MODEL).probability;

describe('a name is taken apart', () => {
  test.each<[string, string[][]]>([
    ['Loeffelente Systems GmbH, Rostock', [['loeffelente systems', 'rostock']]],
    ['Loeffelente Systems GmbH Rostock', [['loeffelente systems', 'rostock']]],
    ['Loeffelente GmbH & Co. KG', [['loeffelente']]],
    ['GmbH Loeffelente', [['loeffelente']]],
    ['Heron Systems (Germany)', [['heron systems', 'de']]],
    ['Heron Systems, Deutschland', [['heron systems', 'de']]],
    ['Heron Systems (UK) Limited', [['heron systems', 'gb']]],
    ['Heron Systems (HQ)', [['heron systems', 'hq']]],
    ['Heron Group', [['heron', 'group']]],
    ['Heron Tools, Inc.', [['heron tools']]],
    ['Müller, Meier & Söhne AG', [['muller meier sohne']]],
    ['Havran, spol. s r.o.', [['havran']]],
    ['Havran spol. s r. o.', [['havran']]],
    ['S.C. Pescarus S.R.L.', [['pescarus']]],
    ['SC Freiburg', [['sc freiburg']]],
    ['Công ty TNHH Hải Âu', [['hai au']]],
    ['PT. Camar Tbk.', [['camar']]],
    ['Czapla Sp. z o.o.', [['czapla']]],
    ['株式会社サンプル', [['sanpuru']]],
    ['Tern Holdings LLC dba Heron Coffee', [['tern', 'holdings'], ['heron coffee']]],
    ['Tern LLC (d/b/a Heron Coffee)', [['tern'], ['heron coffee']]],
    ['Heron Coffee, formerly Tern Roasters Ltd.', [['heron coffee'], ['tern roasters']]],
    ['Reiher Kaffee (vormals Milan Röster GmbH)', [['reiher kaffee'], ['milan roster']]],
    ['International Gull Services (IGS)', [['international gull services'], ['igs']]],
    ['University of Heronfield', [['university heronfield']]],
    ['Bank of Canada', [['bank canada']]],
    ['Limited Brands', [['limited brands']]],
    ['GmbH', [['gmbh']]],
    ['(Heron) GmbH', [['heron']]],
    ['!!!', []],
  ])('%s', (name, parts) => {
    expect(taken(name)).toEqual(parts);
  });
});

const FORMS = [
  ...[
    'GmbH',
    'AG',
    'Ltd.',
    'Inc.',
    'LLC',
    'S.A.',
    'S.p.A.',
    'S.r.l.',
    'B.V.',
    'N.V.',
    'Oy',
    'A/S',
    'ApS',
    's.r.o.',
  ],
  ...[
    'spol. s r.o.',
    'd.o.o.',
    'Sp. z o.o.',
    'Kft.',
    'Pty Ltd',
    'Pte. Ltd.',
    'Sdn. Bhd.',
    'Lda.',
    'S.L.',
    'SARL',
  ],
];
const ADDITIONS = [
  ', Rostock',
  ' (Germany)',
  ' (France)',
  ' [HQ]',
  ' - Niederlassung Kiel',
  ', Wien',
  ' (Head Office)',
];
const syllable = fc.constantFrom('ka', 'lor', 'mi', 'ten', 'vu', 'bax', 'rin', 'sol', 'pe', 'gu');
const coined = fc.tuple(syllable, syllable, syllable).map((parts) => parts.join(''));
const name = fc
  .tuple(coined, fc.constantFrom('Systems', 'Coffee', 'Logistik', 'Tools'))
  .map((words) => words.join(' '));

describe('of any coined name', () => {
  test('a legal form, a place behind it and a bracket leave it likely the same', () => {
    fc.assert(
      fc.property(name, fc.constantFrom(...FORMS), fc.constantFrom(...ADDITIONS), (bare, form, addition) => {
        expect(probability(`${bare} ${form}${addition}`, bare)).toBeGreaterThanOrEqual(0.6);
        expect(probability(`${bare} ${form}${addition}`, `${bare} ${form}`)).toBeGreaterThanOrEqual(0.6);
      }),
    );
  });

  test('a trade name and a former name are names of it', () => {
    const between = [
      'dba',
      'd/b/a',
      'trading as',
      't/a',
      'formerly',
      'formerly known as',
      'vormals',
      'a.k.a.',
      'anciennement',
    ];
    fc.assert(
      fc.property(
        name,
        name,
        fc.constantFrom(...between),
        fc.constantFrom(...FORMS),
        (one, other, mark, form) => {
          for (const each of [one, other])
            expect(probability(`${one} ${form} ${mark} ${other}`, each)).toBeGreaterThanOrEqual(0.6);
        },
      ),
    );
  });

  test('an addition makes no two names one', () => {
    fc.assert(
      fc.property(
        name,
        name,
        fc.constantFrom(...FORMS),
        fc.constantFrom(...ADDITIONS),
        (one, other, form, addition) => {
          fc.pre(probability(one, other) < 0.6);
          expect(probability(`${one} ${form}${addition}`, `${other} ${form}${addition}`)).toBeLessThan(0.6);
        },
      ),
    );
  });
});

test.each([
  ['Bank of the Coast', 'Bank of the Hill'],
  ['University of Heronfield', 'University of Ternfield'],
  ['Enterprise Solutions', 'The Solutions Co'],
  ['A-B-C Company', 'Harbour Company'],
  ['PT Camar Indonesia Tbk', 'PT Elang Indonesia Tbk'],
  ['Sparkasse, Rostock', 'Sparkasse, Kiel'],
  ['Air France', 'Air Canada'],
  ['Heron (Germany)', 'Tern (Germany)'],
])('%s and %s stay two', (one, other) => {
  expect(probability(one, other)).toBeLessThan(0.6);
});

test.each([
  ['University of Heronfield', 'Heronfield University'],
  ['Universität Heronfeld', 'University of Heronfeld'],
  ['Heron Mfg. Intl.', 'Heron Manufacturing International'],
  ['Gull Bros.', 'Gull Brothers Ltd'],
  ['Schäfer & Reising GmbH', 'Schaefer & Reising'],
  ['The Kloobustyk Group', 'Kloobustyk LLC'],
])('%s and %s are looked at', (one, other) => {
  expect(probability(one, other)).toBeGreaterThanOrEqual(0.6);
});
