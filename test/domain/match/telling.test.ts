import { describe, expect, test } from '@jest/globals';
import { readName } from '../../../domain/match/company-name.ts';
import { lookalike } from '../../../domain/match/lookalike.ts';
import { sharedDomains } from '../../../domain/match/shared-domains.ts';
import { NOTHING_COUNTED, namesakes, sharedTelling, tellingWord } from '../../../domain/match/telling.ts';
import { MODEL } from './records.ts';

const published = MODEL.fields.find(({ field }) => field === 'name')?.frequencies ?? null;
const knowingNothing = tellingWord(NOTHING_COUNTED, published);
const anew = knowingNothing.tells;
const shared = (a: string, b: string, telling = knowingNothing) =>
  sharedTelling(readName(a), readName(b), telling);

describe('a word is telling', () => {
  const counted = (accounts: number, of: Record<string, number>) =>
    tellingWord({ accounts, of }, published).tells;

  test('until more than one in a thousand of the accounts have it, beyond chance', () => {
    expect(counted(100_000, { heron: 100 })('heron')).toBe(true);
    expect(counted(100_000, { heron: 150 })('heron')).toBe(false);
    expect(counted(500, { heron: 2 })('heron')).toBe(true);
    expect(counted(500, { heron: 9 })('heron')).toBe(false);
  });

  test('by what the accounts show once there are many, whatever is published', () => {
    expect(anew('systems')).toBe(false);
    expect(counted(200_000, { sistems: 20 })('systems')).toBe(true);
    expect(anew('wanzleben')).toBe(true);
    expect(counted(20_000, { vanzleben: 400 })('wanzleben')).toBe(false);
  });

  test('not when it is a trade in any language, until the accounts show that few have it', () => {
    for (const word of ['bank', 'banque', 'maschinenbau', 'versicherung', 'trasporti'])
      expect([word, anew(word), counted(50_000, {})(word)]).toEqual([word, false, true]);
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
    [
      'a web site without the letters that a host leaves out',
      'www.wjcikaluminium.com',
      'Wójcik Aluminium S.A.',
    ],
    ['two initials, of two words', 'P&G', 'Procter & Gamble Co.'],
    ['initials with the group', 'ECG', 'Envoy Communications Group, Inc.'],
    ['initials that leave a word out', 'LVHE', 'Las Vegas from Home.com Entertainment Inc.'],
    ['initials of parts of a compound', 'EBA', 'Embraer-Empresa Brasileira de Aeronautica S.A.'],
    ['initials with points and a form', 'B.N.L. Ltd', 'Bank of Northern Lakes'],
    ['initials with a form that is written out', 'S.N.P.C.', 'Schostova Northern Paper Company'],
    ['no vowels', 'Krnch Optik', 'Kranich Optik GmbH'],
    ['a web site with the form', 'www.allianzaktiengesellschaft.com', 'Allianz Aktiengesellschaft'],
    ['a slip in the one word there is', 'Wipo Ltd.', 'Wipro Ltd.'],
    ['nothing but common words', 'Global Technology Systems Ltd', 'Global Technology Systems Group'],
    ['a word more', 'Kloobustyk', 'Kloobustyk Analytics of Vermont'],
    ['a word less', 'Heron Falcon Tools', 'Heron Tools'],
    ['a public body', 'Stadt Heronfeld', 'Heronfeld City Council'],
    ['a subsidiary', 'Heron Deutschland', 'Heron Systems'],
    ['a place that languages call differently', 'Stadtwerke Köln GmbH', 'Cologne Municipal Utilities'],
    ['a body in another language', 'Universitätsspital Basel', 'Basel University Hospital'],
    ['common words in another language', 'Globale Technologie Systeme', 'Global Technology Systems'],
    ['a number in words', 'Drei Brücken Kowalczyk AG', 'Three Brücken'],
    ['read in the wrong encoding', 'MÃ¼nstermann Bau', 'Münstermann'],
    ['Greek as it sounds', 'Μπουκουβάλας Α.Ε.', 'Boukouvalas S.A.'],
    ['Greek with two letters for one', 'Ευαγγέλου', 'Evangelou'],
    ['Chinese in Latin letters', '深圳明华科技有限公司', 'Shenzhen Minghua Technology Co., Ltd.'],
    ['a name among others', 'Kaminski Packaging', 'Kowal & Kaminski Optik'],
    ['one trade of a name for another', 'Wanzleben Holzbau', 'Wanzleben Reisen GmbH'],
    ['a trade name', 'Tern Holdings LLC dba Heron Coffee', 'Heron Coffee Roasters'],
  ])('%s', (_how, one, other) => {
    expect(shared(one, other)).not.toEqual([]);
    expect(shared(other, one)).not.toEqual([]);
  });

  test.each([
    ['Stadtwerke Hamburg', 'Messe Wien'],
    ['Nordlicht Hafen München', 'Hansa Werft Munich'],
    ['Saalehorst Möbelwerke AG', 'Emsfelde Moebelwerke GmbH'],
    ['GE Logistics', 'Gull Energy'],
    ['Falke Versicherung', 'Tern Insurance'],
    ['Drei Falken', '3 Brücken'],
    ['University of Heronfield', 'University of Ternfield'],
    ['Bank of Canada', 'Bank of China'],
    ['Sparkasse Rostock', 'Sparkasse Kiel'],
    ['Heron Deutschland', 'Tern Deutschland'],
    ['Alpha Systems', 'Beta Systems'],
    ['Wanzleben Feinmechanick AG', 'Emsfelde Feinmechanik GmbH'],
    ['Winter Elektro Kiel', 'Inter Elektro Genf'],
    ['Global Technology', 'International Technology Systems'],
    ['BNL Ltd', 'Baltic Lakes Navigation'],
    ['BNLX Ltd', 'Bank of Northern Lakes'],
    ['Bnl Ltd', 'Baltic Nord Alliance of Lakes and Rivers'],
  ])('%s and %s do not', (one, other) => {
    expect(shared(one, other)).toEqual([]);
  });

  test('what stands beside a name tells it only where nothing in the name does', () => {
    const telling = tellingWord({ accounts: 10_000, of: { sparkase: 600 } }, null);
    expect(shared('Sparkasse GmbH, Rostock', 'Sparkasse Rostock', telling)).toEqual(['rostock']);
    expect(shared('Nordlicht GmbH, Rostock', 'Hansa GmbH, Rostock', telling)).toEqual([]);
  });
});

describe('a word that several customers bear', () => {
  const telling = tellingWord({ accounts: 1_000, of: { vanzleben: 4, vagner: 5, shuster: 3 } }, published);
  test.each([
    ['names of its own on both sides', 'Wagner & Schuster Logistics', 'Wagner & Emsfelde Transport', true],
    ['different trades', 'Wagner Heizung', 'Wagner Insurance', true],
    ['the same trade in two languages', 'Wagner Versicherung', 'Wagner Insurance Ltd', false],
    ['a word more on one side', 'Wagner Heizung', 'Wagner Heizung Salzburg', false],
    ['a trade more on one side', 'Wagner', 'Wagner Insurance', false],
    ['a slip beside it', 'Wagner & Emsfelde Logistics', 'Wagner & Emsfelte Logistics', false],
    ['a trade that goes with any', 'Wagner Solutions', 'Wagner Insurance', false],
    ['another word that nobody else bears', 'Wagner Emsfelde Heizung', 'Emsfelde Insurance', false],
  ])('names one of them only where nothing speaks against it: %s', (_what, one, other, apart) => {
    expect(shared(one, other, telling).length === 0).toBe(apart);
    expect(shared(other, one, telling).length === 0).toBe(apart);
    // Where nobody is known to bear it, it is enough.
    expect(shared(one, other)).not.toEqual([]);
  });

  test('is seen among what partners hold, too', () => {
    const held = ['Emsfelde Heizung', 'Emsfelde & Kowalczyk', 'Emsfelde Logistics', 'Emsfelde Insurance Ltd'];
    const among = (names: string[]) =>
      namesakes(readName('Emsfelde Versicherung'), names.map(readName), knowingNothing).map(
        ({ length }) => length,
      );
    expect(among(held)).toEqual([0, 1, 0, 1]);
    expect(among(held.slice(2))).toEqual([1, 1]);
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
