import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { extractDeal } from '../../../domain/deal/extract-deal.ts';

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
