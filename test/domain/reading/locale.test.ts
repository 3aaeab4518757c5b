import { expect, test } from '@jest/globals';
import { findAmounts } from '../../../domain/reading/amounts.ts';
import { localeOf } from '../../../domain/reading/locale.ts';

const said = (language: string, timeZone: string) => {
  const [one] = findAmounts('$50,000', { locale: localeOf({ language, timeZone }) });
  return one?.value?.currency ?? one?.code;
};

test.each([
  ['en', 'America/New_York', 'USD'],
  ['de', 'Europe/Berlin', 'USD'],
  ['en', 'America/Toronto', 'currency_ambiguous'],
  ['es', 'America/Mexico_City', 'currency_ambiguous'],
  ['es', 'America/Argentina/Buenos_Aires', 'currency_ambiguous'],
  ['en', 'Australia/Sydney', 'currency_ambiguous'],
  ['en', 'Asia/Singapore', 'currency_ambiguous'],
])('a bare $ of a partner who writes %s in %s is %s', (language, timeZone, currency) => {
  expect(said(language, timeZone)).toBe(currency);
});

test.each([
  ['en', 'America/New_York', 'en-US'],
  ['en', 'Europe/London', 'en-GB'],
  ['en', 'America/Toronto', 'en-CA'],
  ['fr', 'America/Toronto', 'fr-CA'],
  ['pt-BR', 'America/Sao_Paulo', 'pt-BR'],
  ['de', 'Europe/Zurich', 'de'],
  ['en', 'America/Bogota', 'en-CO'],
])('%s in %s is %s', (language, timeZone, locale) => {
  expect(localeOf({ language, timeZone })).toBe(locale);
});
