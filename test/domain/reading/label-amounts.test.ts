import { expect, test } from '@jest/globals';
import { extractDeal } from '../../../domain/deal/extract-deal.ts';
import { NO_CONTEXT } from '../../../domain/reading/finding.ts';

const read = (text: string) => {
  const { fields, findings: all } = extractDeal(text, { ...NO_CONTEXT, locale: 'en' });
  const { stated_value: value } = fields;
  const findings = all.filter(({ field }) => field === 'stated_value');
  return value ? `${value.amount} ${value.currency}` : findings.map(({ code }) => code).join();
};

test.each([
  ['Amount: $45,000\nCurrency: AUD', '45000 AUD'],
  ['Value (CAD): $45,000', '45000 CAD'],
  ['Value: was USD 50,000, now USD 80,000', '80000 USD'],
  ['Value: hardware $20,000 plus install $5,000 = $25,000', '25000 USD'],
  ['Value: $20,000 and $5,000, $25,000 in total', '25000 USD'],
  ['Value: EUR 45,000 (about USD 49,000)', '45000 EUR'],
  ['Value: EUR 45,000, that is 45.000 EUR', '45000 EUR'],
  ['Value: 30,000 EUR licences + 15,000 EUR services', 'amount_ambiguous'],
  ['Value: EUR 45,000; first year EUR 15,000 per year', 'amount_periodic'],
  ['Value (k€): 45', 'amount_unreadable'],
  ['Value (in thousands): EUR 45', 'amount_unreadable'],
  ['Value: 3 x EUR 12,000', 'amount_periodic'],
  ['Value: USD 45k/60k', 'amount_range'],
  ['Value: USD 250 (000s)', 'amount_unreadable'],
  ['Value: USD 2,500, monthly', 'amount_periodic'],
  ['Value: EUR 45,000 less 10%', 'amount_ambiguous'],
  ['Value: $45,000 Canadian', 'currency_ambiguous'],
  ['Value: 3,4 MSEK (about 300 kEUR)', 'amount_ambiguous'],
  ['Value: EUR 45,000 for 250 seats', '45000 EUR'],
  ['Value: 45,000', 'currency_missing'],
])('behind a label: %j', (text, value) => {
  expect(read(text)).toBe(value);
});

test.each([
  'Hello,\nplease register a deal with Tern Ltd.\n\nPenalty for disclosure: EUR 10,000.',
  'Bonjour,\nmerci d’enregistrer Goéland SAS.\n\nA+\nMarie\nSternes SAS au capital de 50 000 €',
  'Hallo,\nbitte Tern GmbH registrieren.\n\nStammkapital: 25.000 EUR, HRB 123',
  'Hello,\nplease register Tern Ltd.\n\nOur liability is limited to GBP 1,000,000.',
  'Hello,\nplease register Tern Ltd.\n\nSam\n\nProfessional indemnity cover GBP 2,000,000',
  'Hello,\nplease register Tern Ltd.\n\nSam\n\nGet EUR 500 off your first visit.',
  'Bonjour,\nmerci d’enregistrer Goéland SAS.\n\nMarie\n\nAmende : 10 000 €',
])('what a signature or a disclaimer names is no value: %j', (text) => {
  expect(read(text)).toBe('');
});

test.each([
  ['The project is worth EUR 2,500 per month or EUR 30,000 in total.', '30000 EUR'],
  ['The deal is worth USD 30,000 p.a. and the setup fee is USD 5,000.', 'amount_periodic'],
  ['The deal is worth up to EUR 50,000.', 'amount_range'],
  ['The deal is worth $45,000 CAD.', '45000 CAD'],
])('in prose: %j', (text, value) => {
  expect(read(text)).toBe(value);
});

test.each([
  ['Close Date: 3/4/2027\nEstimated Close Date (MM/DD/YYYY): 03/04/2027', '2027-03-04'],
  ['Abschluss (TT.MM.JJJJ): 03.04.2027', '2027-04-03'],
  ['Close date DD/MM/YYYY: 03/04/2027', '2027-04-03'],
  ['Close date (MM/DD/YYYY): 31/03/2027', '2027-03-31'],
])('a form says the order of its dates: %j', (text, day) => {
  expect(extractDeal(text, { ...NO_CONTEXT, locale: 'en' }).fields.expected_close_date).toBe(day);
});
