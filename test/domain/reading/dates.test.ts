import { describe, expect, test } from '@jest/globals';
import { findDates } from '../../../domain/reading/dates.ts';
import { plainText } from '../../../domain/reading/plain.ts';

const read = (text: string, locale: string | null = null, writtenOn: string | null = '2026-11-20') =>
  findDates(plainText(text), { locale, writtenOn }).map(({ value, code }) => (code ? [value, code] : value));

describe('a date in a text', () => {
  test.each([
    ['März 27', '2027-03-31'],
    ['marzo 27', '2027-03-31'],
    ['Juni 27', '2027-06-30'],
  ])('%s is no English, whoever writes it', (text, day) => {
    expect(read(text, 'en')).toEqual([[day, 'date_period']]);
  });

  test.each([
    ['end of March', '2027-03-31'],
    ['Ende Q1 2027', '2027-03-31'],
    ['le 15 mars 2027', '2027-03-15'],
    ['31/01/2027', '2027-01-31'],
    ['2027年2月10日', '2027-02-10'],
    ['令和9年2月10日', '2027-02-10'],
    ['in six weeks', '2027-01-01'],
    ['in sechs Wochen', '2027-01-01'],
    ['dans six semaines', '2027-01-01'],
    ['dentro de 3 meses', '2027-02-20'],
    ['daqui a seis semanas', '2027-01-01'],
    ['6週間後', '2027-01-01'],
    ['a finales de abril', '2027-04-30'],
    ['até o fim do ano', '2026-12-31'],
    ['à la fin du mois prochain', '2026-12-31'],
    ['Ende des ersten Quartals', '2027-03-31'],
    ['来年3月末', '2027-03-31'],
    ['15 March', '2027-03-15'],
    ['15.03.27', '2027-03-15'],
    ['1er avril 2027', '2027-04-01'],
    ['by the end of February 2028', '2028-02-29'],
    ['15/Mar/2027', '2027-03-15'],
    ['15-Mar-27', '2027-03-15'],
    ['R9.3.31', '2027-03-31'],
    ['Ende Juni 27', '2027-06-30'],
    ['28 March 2027', '2027-03-28'],
    ['March 15', '2027-03-15'],
    ['by 31 March 2027', '2027-03-31'],
  ])('%s', (text, day) => {
    expect(read(text)).toEqual([day]);
  });

  test.each([
    ['nächsten Monat', '2026-12-31'],
    ['March 2027', '2027-03-31'],
    ['Q1 2027', '2027-03-31'],
    ['T1 2027', '2027-03-31'],
    ['le mois prochain', '2026-12-31'],
    ['no próximo mês', '2026-12-31'],
    ['来月', '2026-12-31'],
    ['KW 12/2027', '2027-03-28'],
  ])('%s names a period: its last day, and says so', (text, day) => {
    expect(read(text)).toEqual([[day, 'date_period']]);
  });

  test.each([
    ['03/04/2027', 'date_ambiguous'],
    ['mid-March', 'date_imprecise'],
    ['Anfang März 2027', 'date_imprecise'],
    ['FY27 Q1', 'date_fiscal'],
    ['2027-02-30', 'date_invalid'],
    ['Mar 27', 'date_ambiguous'],
    ['mid March 27', 'date_imprecise'],
    ['27-03-31', 'date_ambiguous'],
    ['fiscal year end', 'date_fiscal'],
    ['our fiscal Q3', 'date_fiscal'],
    ['Q3 of our financial year 2027', 'date_fiscal'],
    ['Q3 2026/27', 'date_fiscal'],
    ['Ende des Geschäftsjahres', 'date_fiscal'],
    ["fin d'exercice", 'date_fiscal'],
    ['来年度第3四半期', 'date_fiscal'],
    ['not before March 2027', 'date_bound'],
    ['ab 15. März 2027', 'date_bound'],
    ['15 March 2027 or later', 'date_bound'],
    ['March/April 2027', 'date_ambiguous'],
    ['Mar-Apr 2027', 'date_ambiguous'],
    ['15 & 16 March 2027', 'date_ambiguous'],
    ['15 to 31 March 2027', 'date_ambiguous'],
    ['März oder April 2027', 'date_ambiguous'],
  ])('%s is not guessed', (text, code) => {
    expect(read(text)).toEqual([[null, code]]);
  });

  test('is settled by the locale where day and month can be exchanged', () => {
    expect(read('03/04/2027', 'en-US')).toEqual(['2027-03-04']);
    expect(read('03/04/2027', 'en-GB')).toEqual(['2027-04-03']);
    expect(read('03/04/2027', 'pt-BR')).toEqual(['2027-04-03']);
    expect(read('03/04/2027', 'en-CA')).toEqual([[null, 'date_ambiguous']]);
  });

  test('is left open with all that it may be', () => {
    expect(read('between 15 March and 31 March 2027')).toEqual([
      [null, 'date_ambiguous'],
      [null, 'date_ambiguous'],
    ]);
    expect(read('Q1 or Q2 2027')).toEqual([
      [null, 'date_ambiguous'],
      [null, 'date_ambiguous'],
    ]);
  });

  test('of a month and two digits names a year where the day is written first', () => {
    for (const [text, locale] of [
      ['März 27', 'de'],
      ['marzo 27', 'es'],
      ['mars 27', 'fr'],
      ['março de 27', 'pt-BR'],
    ] as const)
      expect(read(text, locale)).toEqual([['2027-03-31', 'date_period']]);
    expect(read('März 15', 'de')).toEqual(['2027-03-15']);
  });

  test('with dots is open where the month may come first', () => {
    expect(read('03.04.2027', 'en-US')).toEqual(['2027-03-04']);
    expect(read('03.04.2027', 'de')).toEqual(['2027-04-03']);
  });

  test('that hangs on the day of writing needs one', () => {
    for (const text of ['in six weeks', 'end of March', 'next month', '年末', '15 March'])
      expect(read(text, null, null)).toEqual([[null, 'date_without_anchor']]);
  });

  test.each([
    'soon',
    '2 weeks ago',
    '12 sites',
    'in 6 to 8 weeks',
    '192.168.1.20',
    '1.234.567 EUR',
    'may we ask',
  ])('%s is none', (text) => {
    expect(read(text)).toEqual([]);
  });
});
