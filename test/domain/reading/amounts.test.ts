import { describe, expect, test } from '@jest/globals';
import { findAmounts } from '../../../domain/reading/amounts.ts';
import { plainText } from '../../../domain/reading/plain.ts';

const read = (text: string, locale: string | null = null) =>
  findAmounts(plainText(text), { locale }).map(({ value, code }) =>
    value ? `${value.amount} ${value.currency}` : code,
  );

describe('an amount in a text', () => {
  test.each([
    ['$1.2M', '1200000 USD'],
    ['120k EUR', '120000 EUR'],
    ['1.234,56 €', '1234.56 EUR'],
    ['GBP 64,000.00', '64000.00 GBP'],
    ["CHF 45'000.-", '45000 CHF'],
    ['Fr. 45’000.–', '45000 CHF'],
    ['¥4,200,000', '4200000 JPY'],
    ['￥４,２００,０００', '4200000 JPY'],
    ['JPY 1,080,000.00', '1080000 JPY'],
    ['420万円', '4200000 JPY'],
    ['1億2,500万円', '125000000 JPY'],
    ['1,5 Mio. €', '1500000 EUR'],
    ['450 TEUR', '450000 EUR'],
    ['1,2 M€', '1200000 EUR'],
    ['2 milliards d’euros', '2000000000 EUR'],
    ['R$ 250 mil', '250000 BRL'],
    ['3 milhões de reais', '3000000 BRL'],
    ['2 mil millones de euros', '2000000000 EUR'],
    ['120.000 dólares', '120000 USD'],
    ['₹12,00,000', '1200000 INR'],
    ['A$50k', '50000 AUD'],
    ['31 000,50 €', '31000.50 EUR'],
    ['$45,000 CAD', '45000 CAD'],
    ['CAD $45,000', '45000 CAD'],
    ['$45,000 AUD', '45000 AUD'],
    ['90 000 $ CA', '90000 CAD'],
    ['U$S 12.500', '12500 USD'],
    ['¥300,000 CNY', '300000 CNY'],
    ['£45,000 GBP', '45000 GBP'],
    ['INR 1.2 Cr', '12000000 INR'],
    ['₹ 4.5 lacs', '450000 INR'],
    ['k€ 250', '250000 EUR'],
    ['M€ 1,2', '1200000 EUR'],
    ['3 mln EUR', '3000000 EUR'],
    ['EUR 45,000 HT', '45000 EUR'],
    ["EUR 45 000 l'ensemble", '45000 EUR'],
    ['€ 500 l’unité', '500 EUR'],
    ['EUR 45,000 and', '45000 EUR'],
    ['ein Angebot über 45.000 EUR', '45000 EUR'],
  ])('%s', (text, amount) => {
    expect(read(text)).toEqual([amount]);
  });

  test.each([
    ['between 100k and 120k EUR', 'amount_range'],
    ['100–120k EUR', 'amount_range'],
    ['5,000 EUR per month', 'amount_periodic'],
    ['1,250 Mio EUR', 'amount_ambiguous'],
    ['KWD 1,234', 'amount_ambiguous'],
    ['€45,000 USD', 'currency_ambiguous'],
    ['CAD 45,000 USD', 'currency_ambiguous'],
    ['USD 85 L', 'amount_unreadable'],
    ['€m 1.2k', 'amount_unreadable'],
    ['X€ 45', 'amount_unreadable'],
    ['USD 250 (000s)', 'amount_unreadable'],
    ['EUR 250 in thousands', 'amount_unreadable'],
    ['EUR 1.2 Tr', 'amount_unreadable'],
    ['USD 2,500/mo', 'amount_periodic'],
    ['USD 30,000 p.a.', 'amount_periodic'],
    ['2.500 EUR mtl.', 'amount_periodic'],
    ['USD 2,500 MRR', 'amount_periodic'],
    ['ARR of USD 30,000', 'amount_periodic'],
    ['30.000 € jährlich', 'amount_periodic'],
    ['EUR 12,000/yr for 3 yrs', 'amount_periodic'],
    ['3 x EUR 12,000', 'amount_periodic'],
    ['EUR 12.000 x 3', 'amount_periodic'],
    ['EUR 90/licence', 'amount_periodic'],
    ['USD 120 per endpoint', 'amount_periodic'],
    ['年間400万円', 'amount_periodic'],
    ['USD 45k/60k', 'amount_range'],
    ['up to EUR 50,000', 'amount_range'],
    ['mindestens 45.000 EUR', 'amount_range'],
    ['EUR 45,000+', 'amount_range'],
    ['> EUR 45,000', 'amount_range'],
    ['à partir de 45 000 €', 'amount_range'],
  ])('%s is not guessed', (text, code) => {
    expect(read(text)).toEqual([code]);
  });

  test('is settled by the locale where its mark or its sign can be read in two ways', () => {
    expect(read('1,250 Mio EUR', 'de')).toEqual(['1250000 EUR']);
    expect(read('1,250 million USD', 'en')).toEqual(['1250000000 USD']);
    expect(read('$50k', 'en-AU')).toEqual(['currency_ambiguous']);
    expect(read('50 kr', 'sv')).toEqual(['50 SEK']);
    expect(read('1 billion EUR', 'de')).toEqual(['amount_ambiguous']);
  });

  test('of two that stand side by side each has its own currency', () => {
    expect(read('EUR 45,000 CHF 50,000')).toEqual(['45000 EUR', '50000 CHF']);
  });

  test.each(['12 sites', '2027', '64000', 'Q1 2027', 'EUR', '+49 40 123456'])('%s is none', (text) => {
    expect(read(text)).toEqual([]);
  });
});
