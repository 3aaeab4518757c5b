import { describe, expect, test } from '@jest/globals';
import type { DocumentLine, ReadValue } from '../../../domain/documents/document-reading.ts';
import { readInvoice } from '../../../domain/invoice/read-invoice.ts';
import { lineWords, placeInText } from '../../../domain/invoice/text-words.ts';

const read = (text: string) => readInvoice(lineWords(text), 'text_layer', placeInText);
const valuesOf = (all: Readonly<Record<string, ReadValue | null>>) =>
  Object.fromEntries(Object.entries(all).flatMap(([name, value]) => (value ? [[name, value.value]] : [])));
const fieldsOf = (text: string) => valuesOf(read(text).fields);
const linesOf = (text: string) => read(text).lines.map((line: DocumentLine) => valuesOf({ ...line }));
const rules = (text: string) => read(text).findings.map(({ rule }) => rule);

describe('an invoice', () => {
  test.each([
    [
      'in English',
      `INVOICE
Invoice number: INV-0042        Invoice date: 5 March 2026
Bill to: Alpha Trading Ltd
Seller: Beta Supplies Ltd       VAT no: GB999999973
SKU        Description            Qty    Unit price    Amount
FW-100     Firewall                 2        450.00    900.00
Subtotal                                     GBP 900.00
VAT 20%                                      GBP 180.00
Total                                      GBP 1,080.00`,
      {
        invoiceNumber: 'INV-0042',
        customer: 'Alpha Trading Ltd',
        seller: 'Beta Supplies Ltd',
        currency: 'GBP',
      },
      {
        net: '900.00',
        tax: '180.00',
        total: '1080.00',
        invoicedOn: '2026-03-05',
        sellerVatId: 'GB999999973',
      },
      { sku: 'FW-100', description: 'Firewall', quantity: '2', unitPrice: '450.00', amount: '900.00' },
    ],
    [
      'in German',
      `Rechnung
Rechnungsnr.: 2026-17        Rechnungsdatum: 05.03.2026      Lieferdatum: 04.03.2026
Kunde: Alpha Handel GmbH
Lieferant: Beta GmbH         USt-IdNr.: DE136695976
Pos   Artikelnr.   Bezeichnung       Menge   Einzelpreis    Betrag     MwSt
1     FW-100       Firewall groß         2        450,00    900,00     19 %
Summe netto                                     900,00 €
zzgl. 19 % MwSt.                                171,00 €
Gesamtbetrag                                  1.071,00 €
IBAN: DE02 1203 0000 0000 2020 51   BIC: BYLADEM1001`,
      { invoiceNumber: '2026-17', customer: 'Alpha Handel GmbH', seller: 'Beta GmbH', currency: 'EUR' },
      {
        ...{ net: '900.00', tax: '171.00', total: '1071.00', iban: 'DE02120300000000202051' },
        ...{ invoicedOn: '2026-03-05', deliveredOn: '2026-03-04', sellerVatId: 'DE136695976' },
      },
      { sku: 'FW-100', description: 'Firewall groß', quantity: '2', amount: '900.00', taxRate: '19' },
    ],
    [
      'in French',
      `FACTURE N° F-2026-88 du 5 mars 2026
Client : Alpha SARL
Fournisseur : Beta SAS
Référence    Désignation      Quantité    Prix unitaire HT    Montant HT
FW-100       Pare-feu                2            450,00 €      900,00 €
Total HT                                                  900,00 €
TVA 20 %                                                  180,00 €
Total TTC                                               1 080,00 €`,
      { invoiceNumber: 'F-2026-88', customer: 'Alpha SARL', seller: 'Beta SAS', currency: 'EUR' },
      { net: '900.00', tax: '180.00', total: '1080.00', invoicedOn: '2026-03-05' },
      { sku: 'FW-100', quantity: '2', unitPrice: '450.00', amount: '900.00' },
    ],
    [
      'in Spanish',
      `FACTURA
Número de factura: 2026/118     Fecha de factura: 05/03/2026
Cliente: Alfa Comercial S.L.
Emisor: Beta Sistemas S.A.      CIF: B12345674
Código     Descripción     Cantidad     Precio unitario     Importe
FW-100     Cortafuegos            2            450,00 €    900,00 €
Base imponible                                          900,00 €
IVA 21%                                                 189,00 €
Total factura                                         1.089,00 €`,
      { invoiceNumber: '2026/118', customer: 'Alfa Comercial S.L.', seller: 'Beta Sistemas S.A.' },
      { net: '900.00', tax: '189.00', total: '1089.00', invoicedOn: '2026-03-05', currency: 'EUR' },
      { sku: 'FW-100', quantity: '2', amount: '900.00' },
    ],
    [
      'in Portuguese',
      `FATURA
Número da fatura: FT 2026/77    Data de emissão: 05/03/2026
Cliente: Alfa Comércio Ltda
Emitente: Beta Sistemas Ltda
Código     Descrição     Quantidade     Valor unitário      Valor total
FW-100     Firewall               2        R$ 4.500,00     R$ 9.000,00
Subtotal                                       R$ 9.000,00
Impostos                                         R$ 450,00
Valor total da fatura                          R$ 9.450,00`,
      { customer: 'Alfa Comércio Ltda', seller: 'Beta Sistemas Ltda', currency: 'BRL' },
      { net: '9000.00', tax: '450.00', total: '9450.00', invoicedOn: '2026-03-05' },
      { sku: 'FW-100', quantity: '2', unitPrice: '4500.00', amount: '9000.00' },
    ],
    [
      'in Japanese',
      `請求書
請求書番号: INV-2026-5      請求日: 2026年3月5日
株式会社アルファ 御中
発行元: ベータ株式会社      登録番号: T7000012050002
品番       品名              数量       単価        金額
FW-100     ファイアウォール      2     45,000      90,000
小計                                    ¥90,000
消費税(10%)                              ¥9,000
合計金額                                ¥99,000`,
      {
        invoiceNumber: 'INV-2026-5',
        customer: '株式会社アルファ',
        seller: 'ベータ株式会社',
        currency: 'JPY',
      },
      { net: '90000', tax: '9000', total: '99000', invoicedOn: '2026-03-05', sellerVatId: 'T7000012050002' },
      { sku: 'FW-100', quantity: '2', unitPrice: '45000', amount: '90000' },
    ],
  ])('%s is read field by field and line by line', (_language, text, one, other, line) => {
    expect(fieldsOf(text)).toMatchObject({ ...one, ...other });
    expect(linesOf(text)).toMatchObject([line]);
    expect(read(text).kind).toBe('invoice');
    expect(rules(text)).toEqual([]);
  });

  test('has its number and day in its title, behind its kind', () => {
    const title = 'Gutschrift (Selbst ausgestellte Rechnung) (389) Nr. 471102 vom 05.03.2018';
    expect(fieldsOf(`${title}\nKunde: Alpha GmbH\nGesamtbetrag: 9,00 €`)).toMatchObject({
      ...{ invoiceNumber: '471102', invoicedOn: '2018-03-05' },
    });
  });

  test('says where each value stands', () => {
    const { total } = read('Invoice number: 7\nGrand total:   EUR 12.50').fields;
    expect(total).toMatchObject({ text: 'EUR 12.50', place: { line: 2, start: 15, end: 24 } });
  });
});

test.each([
  ['2026 / 0017', undefined],
  ['2026 - 0017', undefined],
  ['2026/ 17', undefined],
  ['12 345 678', undefined],
  ['SI-2026 0001 A', undefined],
  ['4711 vom 05.03.2026', '4711'],
  ['4711 05.03.2026', '4711'],
  ['4711 / 2026-03-05', '4711'],
  ['4711 - 5 March 2026', '4711'],
  ['4711 5. März 2026', '4711'],
  ['4711 99.00 EUR', '4711'],
  ['4711 (copy)', '4711'],
  ['INV/2026/001', 'INV/2026/001'],
])(
  'the number in %j is %s: of a part of one, others of the same year would be the same invoice',
  (said, number) => {
    expect(fieldsOf(`Invoice number: ${said}`).invoiceNumber).toBe(number);
  },
);

describe('what stands there in two ways', () => {
  test('is null, and a finding says so', () => {
    const text =
      'Invoice number: 17\nInvoice no: 18\nNet amount: 100.00 EUR\nGrand total: 119.00 EUR\nInvoice total: 191.00 EUR';
    expect(fieldsOf(text)).toEqual({ currency: 'EUR', net: '100.00' });
    expect(rules(text)).toEqual(['document.contradiction', 'document.contradiction']);
  });

  test('may be a subtotal and a total: then the arithmetic tells which holds the tax', () => {
    const text = 'Total 100.00 EUR\nVAT 19 % 19.00 EUR\nTotal 119.00 EUR';
    expect(fieldsOf(text)).toMatchObject({ net: '100.00', tax: '19.00', total: '119.00' });
    expect(fieldsOf('Total 100.00 EUR\nVAT 19 % 19.00 EUR\nTotal 191.00 EUR').total).toBeUndefined();
  });

  test('may be taxes of two rates, which come to the same amount', () => {
    const text = 'Subtotal 300.00 EUR\nVAT 5% 10.00 EUR\nVAT 10% 10.00 EUR\nTotal 320.00 EUR';
    expect(fieldsOf(text)).toMatchObject({ net: '300.00', tax: '20.00', total: '320.00' });
    const twice = 'Subtotal 100.00 EUR\nVAT 10% 10.00 EUR\nTotal VAT 10.00 EUR\nTotal 110.00 EUR';
    expect(fieldsOf(twice)).toMatchObject({ net: '100.00', tax: '10.00', total: '110.00' });
  });

  test('may be a date: 03/04 of an English invoice is left open, until another date of it tells', () => {
    expect(fieldsOf('Invoice date: 03/04/2026').invoicedOn).toBeUndefined();
    expect(fieldsOf('Invoice date: 03/04/2026\nDue date: 03/31/2026').invoicedOn).toBe('2026-03-04');
    expect(fieldsOf('Rechnungsdatum: 03/04/2026').invoicedOn).toBe('2026-04-03');
  });

  test.each([
    ['of an American invoice', 'Total due: $9.00', '2026-03-04'],
    ['of an American invoice in euros', 'Total due: EUR 9.00', undefined],
    ['of an invoice with VAT for an American customer', 'VAT no: GB999999973\nTotal due: $9.00', undefined],
    [
      'of an Indian invoice for an American customer',
      'GSTIN: 27AAAPA1234A1Z5\nTotal due: USD 9.00',
      undefined,
    ],
  ])('may be a date: 03/04 %s is read only where nothing is of another country', (_, rest, day) => {
    const text = `Invoice date: 03/04/2026\n1 Main Street\nFremont CA 94538\n${rest}`;
    expect(fieldsOf(text).invoicedOn).toBe(day);
  });
});

test.each([
  ['Gesamtbetrag der Abschläge: 5,00 €\nGesamtbetrag: 119,00 €', '119.00'],
  ['Total (2 items): $1,234.50', '1234.50'],
  ['Total amount due: 1 234,50 €', '1234.50'],
  ["Gesamtbetrag: CHF 1'234.50", '1234.50'],
  ['Payment terms: net 30 days\nGrand total: 99.00 EUR', '99.00'],
  ['Grand total: -99.00 EUR', '-99.00'],
  ['Grand total -99.00 EUR', '-99.00'],
  ['Grand total      - 99.00 EUR', '-99.00'],
  ['Grand total - 99.00 EUR', '99.00'],
  ['Total amount due - $1,234.50', '1234.50'],
  ['Total amount due: - $1,234.50', '-1234.50'],
  ['Freight: EUR 12.50\nGrand total: EUR 33.333', undefined],
  ['Freight: EUR 12.50\nGrand total: EUR 33,333', '33333.00'],
  ['Fracht: 12,50 EUR\nGesamtbetrag: 33.333 EUR', '33333.00'],
])('the total of %j is %s', (text, total) => {
  expect(fieldsOf(text).total).toBe(total);
});

test.each([
  ['Credit note\nInvoice number: 7', null],
  ['Lieferschein\nLieferschein-Nr.: 7', 'proof_of_delivery'],
  ['Teilnehmerliste\nPartnertag', 'attendee_list'],
  ['領収書\n2026年3月5日', 'receipt'],
])('%j is a document of the kind %s', (text, kind) => {
  expect(read(text).kind).toBe(kind);
});

test.each([
  'Pro forma invoice\nInvoice number: 7',
  'PROFORMA INVOICE',
  'Proforma-Rechnung Nr. 7',
  'Facture pro forma n° 7',
  'Quotation\nInvoice address: Alpha Ltd',
  'Beta Ltd          Purchase Order\nInvoice to: Alpha Ltd',
  'Auftragsbestätigung\nRechnungsadresse: Alpha GmbH',
  'Zahlungserinnerung zur Rechnung 4711',
  '見積書\n請求書送付先',
])('%j proves no sale, though it speaks of an invoice', (text) => {
  expect(read(text).kind).toBeNull();
  expect(rules(text)).toContain('document.no_sale');
});

test.each([
  'Invoice\nPurchase Order          Terms\n4711          net 30',
  'Order confirmation no: 7          Invoice',
  'Rechnung\nAngebot          Bestellung',
])('%j is an invoice, though it names an order', (text) => {
  expect(read(text).kind).toBe('invoice');
  expect(rules(text)).not.toContain('document.no_sale');
});
