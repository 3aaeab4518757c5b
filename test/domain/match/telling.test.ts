import { describe, expect, test } from '@jest/globals';
import { readName } from '../../../domain/match/company-name.ts';
import { lookalike } from '../../../domain/match/lookalike.ts';
import { sharedDomains } from '../../../domain/match/shared-domains.ts';
import { NOTHING_COUNTED, sharedTelling, tellingWord } from '../../../domain/match/telling.ts';
import { MODEL } from './records.ts';

const published = MODEL.fields.find(({ field }) => field === 'name')?.frequencies ?? null;
const anew = tellingWord(NOTHING_COUNTED, published);
const shared = (a: string, b: string, telling = anew) => sharedTelling(readName(a), readName(b), telling);

describe('a word is telling', () => {
  const counted = (accounts: number, of: Record<string, number>) => tellingWord({ accounts, of }, published);

  test('until more than one in a thousand of the accounts have it, beyond chance', () => {
    expect(counted(100_000, { heron: 100 })('heron')).toBe(true);
    expect(counted(100_000, { heron: 150 })('heron')).toBe(false);
    expect(counted(500, { heron: 2 })('heron')).toBe(true);
    expect(counted(500, { heron: 9 })('heron')).toBe(false);
  });

  test('by what the accounts show once there are many, whatever is published', () => {
    expect(anew('systems')).toBe(false);
    expect(counted(200_000, { sistems: 20 })('systems')).toBe(true);
    expect(anew('logistik')).toBe(true);
    expect(counted(20_000, { logistik: 400 })('logistik')).toBe(false);
  });

  test('never a number', () => {
    expect(anew('2000')).toBe(false);
  });
});

describe('two names share what tells them', () => {
  test.each([
    ['one letter off', 'Hochbau Wanzleben GmbH', 'Hochbu Wanzleben'],
    ['two letters off in a long word', 'Wanzlebenhof AG', 'Wanzlbenhog AG'],
    ['read by machine', 'Bernstein Optik', 'Bemstein 0ptik'],
    ['romanised in another way', 'Чайка', 'Tchaika'],
    ['an umlaut spelled out', 'Schäfer Reising', 'Schaefer Reising'],
    ['written together', 'Nordlicht Energie', 'Nordlichtenergie GmbH'],
    ['initials', 'IBM', 'International Business Machines'],
    ['a web site', 'www.bakerlogisticsberlin.com', 'Baker Logistics Berlin S.A.'],
    ['initials with the group', 'ECG', 'Envoy Communications Group, Inc.'],
    ['nothing but common words', 'Global Technology Systems Ltd', 'Global Technology Systems Group'],
    ['a word more', 'Kloobustyk', 'Kloobustyk Analytics of Vermont'],
    ['a word less', 'Heron Falcon Tools', 'Heron Tools'],
    ['a public body', 'Stadt Heronfeld', 'Heronfeld City Council'],
    ['a subsidiary', 'Heron Deutschland', 'Heron Systems'],
    ['a trade name', 'Tern Holdings LLC dba Heron Coffee', 'Heron Coffee Roasters'],
  ])('%s', (_how, one, other) => {
    expect(shared(one, other)).not.toEqual([]);
    expect(shared(other, one)).not.toEqual([]);
  });

  test.each([
    ['Nordlicht Hafen Rostock', 'Hansa Werft Rostock'],
    ['University of Heronfield', 'University of Ternfield'],
    ['Bank of Canada', 'Bank of China'],
    ['Sparkasse Rostock', 'Sparkasse Kiel'],
    ['Heron Deutschland', 'Tern Deutschland'],
    ['Alpha Systems', 'Beta Systems'],
    ['Kaminski Packaging', 'Kowal & Kaminski Optik'],
    ['Winter Elektro Kiel', 'Inter Elektro Genf'],
    ['Global Technology', 'International Technology Systems'],
  ])('%s and %s do not', (one, other) => {
    expect(shared(one, other)).toEqual([]);
  });

  test('what stands beside a name tells it only where nothing in the name does', () => {
    const telling = tellingWord({ accounts: 10_000, of: { sparkase: 600 } }, null);
    expect(shared('Sparkasse GmbH, Rostock', 'Sparkasse Rostock', telling)).toEqual(['rostock']);
    expect(shared('Nordlicht GmbH, Rostock', 'Hansa GmbH, Rostock', telling)).toEqual([]);
  });
});

test('a lookalike is its own lookalike', () => {
  for (const word of ['mueller', 'tchayka', 'bernstein', 'schaefer', 'quickoil', '0ptik', '2000', 'wwkksz'])
    expect(lookalike(lookalike(word))).toBe(lookalike(word));
});

test('a domain of five accounts that have no word in common is nobody’s own', () => {
  const hospitals = ['reiher klinik', 'milan hospital', 'tern praxis', 'falke labor', 'habicht verbund'];
  expect(sharedDomains([{ domain: 'nhs.net', names: hospitals }])).toEqual(['nhs.net']);
  expect(sharedDomains([{ domain: 'mail.nhs.net', names: hospitals.slice(1) }])).toEqual([]);
  const group = [
    'heron bau',
    'heron energie',
    'heron logistik',
    'energie service heron',
    'heron ag',
    'heron it',
  ];
  expect(sharedDomains([{ domain: 'heron.example', names: group }])).toEqual([]);
});
