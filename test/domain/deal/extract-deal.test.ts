import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { extractDeal } from '../../../domain/deal/extract-deal.ts';
import { NO_CONTEXT } from '../../../domain/reading/finding.ts';

describe('the fields of a registration in free text', () => {
  test('the sample mail is read whole', () => {
    const mail = readFileSync('sandbox/channel/inbox/09-thames.eml', 'utf8');
    expect(extractDeal(mail).fields).toEqual({
      customer_name: 'Brightwater Council',
      opportunity_name: 'Network refresh, 12 sites',
      stated_value: { amount: '64000.00', currency: 'GBP' },
      expected_close_date: '2027-02-26',
      primary_contact_email: 'm.okafor@brightwater.example',
      partner_notes: null,
    });
  });

  test('German with its own numbers and dates', () => {
    const text =
      'Kunde: Müller GmbH\nProjekt: Ausbau\nAuftragswert: 64.000,50 EUR\nAbschlussdatum: 26.02.2027\nAnsprechpartner: Jo <jo@mueller.example>';
    expect(extractDeal(text).fields).toMatchObject({
      customer_name: 'Müller GmbH',
      stated_value: { amount: '64000.50', currency: 'EUR' },
      expected_close_date: '2027-02-26',
      primary_contact_email: 'jo@mueller.example',
    });
  });

  test.each([
    ['Value: $1,234', '1234', 'USD'],
    ['Value: 1.5 USD', '1.5', 'USD'],
    ['Value: JPY 4,200,000', '4200000', 'JPY'],
    ["Value: CHF 18'000.00", '18000.00', 'CHF'],
    ['Montant : 31 000,50 EUR', '31000.50', 'EUR'],
  ])('%s', (text, amount, currency) => {
    expect(extractDeal(text).fields.stated_value).toEqual({ amount, currency });
  });

  test.each([
    'Value: 64000',
    'Value: EUR',
    'Close date: 03/04/2027',
    'Close date: 2027-02-30',
    'Close date: soon',
  ])('%s says too little and is left out', (text) => {
    const { stated_value, expected_close_date } = extractDeal(text).fields;
    expect({ stated_value, expected_close_date }).toEqual({ stated_value: null, expected_close_date: null });
  });

  test.each([
    [
      'a meeting',
      'We register a deal with Tern Ltd worth EUR 40,000. They are back from the fair on 12 March 2027.',
    ],
    [
      'what a sender has to do',
      'New deal with Tern Ltd, EUR 40,000.\n- Ana to send the deck by 14 April 2027',
    ],
    ['when it is used', 'Unser Budget liegt bei 9.000 EUR, und die Seite soll im Mai 2027 online sein.'],
    ['a season', 'We plan a family trip to the coast in May 2027. Our budget is around EUR 4,000.'],
    ['an answer', 'Customer: Tern Ltd\nResponse needed: 4 December 2026'],
    ['a start', 'Pouvez-vous commencer le 1er avril 2027 ? Notre budget est de 9 000 €.'],
  ])('a day that nothing calls the close is none: %s', (_, text) => {
    expect(
      extractDeal(text, { ...NO_CONTEXT, writtenOn: '2026-11-20' }).fields.expected_close_date,
    ).toBeNull();
  });

  test.each([
    ['They want to sign by 12 March 2027.', '2027-03-12'],
    ['Entscheidung fällt am 12. März 2027.', '2027-03-12'],
    ['Wir rechnen mit dem Auftrag Ende März 2027.', '2027-03-31'],
    ['Commande prévue pour le 12 mars 2027.', '2027-03-12'],
    ['Looking to close by September 2027, they told us.', '2027-09-30'],
  ])('a day that a word calls the close is it: %s', (text, day) => {
    expect(extractDeal(text, { ...NO_CONTEXT, writtenOn: '2026-11-20' }).fields.expected_close_date).toBe(
      day,
    );
  });

  test.each([
    ["I'm Sam, CEO of Tern Systems Inc. Our budget is around $100,000.", 'Tern Systems Inc.'],
    [
      'Guten Tag, mein Name ist Kai Ahrens von der Warnow Hafen GmbH. Wir suchen ein System.',
      'Warnow Hafen GmbH',
    ],
    ['Bonjour, je suis Marie Sterne de Sternes SAS.', 'Sternes SAS'],
    ['Hier schreibt die Geschäftsführerin der Warnow Hafen GmbH.', 'Warnow Hafen GmbH'],
    ['Our budget is at CHF 9000, and a deal is near.', null],
    ['Unser Budget für das Projekt liegt bei CHF 9’000.', null],
    ['Budget for the project: with EUR 40,000 we could start.', null],
  ])('neither an office nor a currency is a company: %s', (text, name) => {
    expect(extractDeal(text).fields.customer_name).toBe(name);
  });

  test('what a bank lends is no value', () => {
    const text = 'They are looking to close by September. Pre-approved by their bank up to and at $700,000.';
    expect(extractDeal(text).fields.stated_value).toBeNull();
  });

  test('whatever the text, it reads or leaves out, and every span points into the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        const { sources } = extractDeal(`Customer: ${text}\n`);
        for (const { start, end } of Object.values(sources)) {
          expect(start).toBeLessThan(end);
          expect(end).toBeLessThanOrEqual(text.length + 11);
        }
      }),
    );
  });
});
