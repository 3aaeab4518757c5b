import { expect, test } from '@jest/globals';
import { fold } from '../../../domain/match/fold.ts';
import { meaningOf } from '../../../domain/match/meaning.ts';
import { tradeOf, withTradesApart } from '../../../domain/match/trade-words.ts';

const meaning = (word: string) => meaningOf(fold(word));

test.each([
  ['München', 'Munich', 'Monachium'],
  ['Genève', 'Genf', 'Geneva'],
  ['Wrocław', 'Breslau', 'breslavia'],
  ['Köln', 'Cologne', 'Keulen'],
  ['Прага', 'Prague', 'Praha'],
])('%s, %s and %s are one city', (...names) => {
  expect(new Set(names.map(meaning)).size).toBe(1);
});

test.each([
  ['3', 'drei', 'trois', 'three', '3rd', 'dritte', '03'],
  ['21', 'einundzwanzig', 'twentyone'],
  ['20', '20th', 'twentieth', 'zwanzig', 'venti'],
  ['46', 'sechsundvierzig', 'fortysix'],
  ['100', 'hundert', 'hundred', 'cento'],
])('%s is one number in all its spellings', (...words) => {
  expect(new Set(words.map(meaning)).size).toBe(1);
});

test.each([
  ['Banque', 'Bank', 'Banco', 'Банк'],
  ['Versicherung', 'Insurance', 'Sigorta'],
  ['Maschinenbau', 'Machinery', 'Macchine'],
  ['Dienstleistungen', 'Services', 'Servizi'],
  ['Universität', 'University', 'Université', 'Uniwersytet'],
])('%s, %s and %s are one trade', (...words) => {
  expect(new Set(words.map(meaning)).size).toBe(1);
});

test('a name is nobody’s translation', () => {
  for (const word of ['Heron', 'Kowalczyk', 'Siemens', 'Wanzleben']) {
    expect(meaning(word)).toBe(fold(word));
    expect(tradeOf(fold(word))).toBeNull();
  }
});

test('a Chinese, Japanese or Korean trade stands apart from the name', () => {
  expect(withTradesApart('深圳明华科技').split(/\s+/)).toContain('深圳明华');
  expect(withTradesApart('삼성전자').trim()).toBe('삼성 electronic');
  for (const name of ['Heron', 'Rostock International Banking GmbH', 'Heron 株式会社'])
    expect(withTradesApart(name)).toBe(name);
});
