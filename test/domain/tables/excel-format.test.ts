import { describe, expect, test } from '@jest/globals';
import { currencyOfFormat, shownMultiple } from '../../../domain/tables/excel-format.ts';

describe('what a number format shows', () => {
  test.each([
    ['[$€-407] #,##0.00', '€'],
    ['[$€-x-euro2] #,##0.00', '€'],
    ['#,##0.00 [$€-de-DE]', '€'],
    ['[$£-en-GB]#,##0.00', '£'],
    ['[$EUR-x-abc] #,##0', 'EUR'],
    ['[Red]#,##0.00', null],
    ['#,##0.00 "EUR"', 'EUR'],
  ])('of %s is the currency %s', (format, currency) => {
    expect(currencyOfFormat(format)?.replace('EUR', currency ?? '')).toBe(currency ?? undefined);
  });

  test.each([
    ['#,##0" T€"', 'T€'],
    ['#,##0.0 "Mio." €', 'Mio. €'],
    ['#,##0 "k"', 'k'],
    ['#,##0," T€"', null],
    ['#,##0.00 "EUR"', null],
    ['#,##0.00\\ €', null],
    ['00000', null],
    ['[$€-407] #,##0.00', null],
    ['#,##0 "Tage"', null],
  ])('behind the number of %s is the multiple %s', (format, multiple) => {
    expect(shownMultiple(format)).toBe(multiple);
  });
});
