import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { writeXlsx } from 'hucre/xlsx';
import { readBytes } from '../../../adapters/documents/read-bytes.ts';

const read = async (bytes: Uint8Array | string) => {
  const answer = await readBytes(Buffer.from(bytes as string));
  if ('code' in answer) throw new Error(answer.code);
  return answer;
};
const code = async (bytes: Uint8Array) => {
  const answer = await readBytes(Buffer.from(bytes));
  return 'code' in answer ? answer.code : 'read';
};

describe('a file of sales', () => {
  test('as CSV is read row by row in its own format, without titles and sums', async () => {
    const reading = await read(`Verkäufe März 2026;;;;;;
Rechnungsnr;Rechnungsdatum;Endkunde;Artikelnummer;Menge;Einzelpreis (EUR);Gesamt (EUR)
R-1;05.03.2026;Alpha AG;FW-100;2;450,00;900,00
R-2;13.03.2026;Alpha AG;00127;1;1.250,00;1.250,00
Summe;;;;3;;2.150,00`);
    expect(reading).toMatchObject({
      ...{ form: 'table', kind: 'point_of_sale_file', pages: null },
      fields: { currency: { value: 'EUR' }, customer: { value: 'Alpha AG', how: 'cell' }, total: null },
      lines: [
        {
          sku: { value: 'FW-100', place: { sheet: '', row: 3, column: 3 } },
          soldOn: { value: '2026-03-05' },
        },
        { sku: { value: '00127' }, amount: { value: '1250.00' }, invoiceNumber: { value: 'R-2' } },
      ],
    });
    expect(reading.lines).toHaveLength(2);
    expect(reading.findings).toEqual([]);
  });

  test('as a workbook is read with the sheet of each value', async () => {
    const bytes = await writeXlsx({
      sheets: [
        {
          name: 'Sales',
          rows: [
            ['SKU', 'Description', 'Sale date', 'Quantity', 'Amount (USD)'],
            ['FW-100', '=HYPERLINK("http://a.example","x")', new Date('2026-03-05'), 2, 900.5],
          ],
        },
      ],
    });
    const { form, lines, fields } = await read(bytes);
    expect(form).toBe('workbook');
    expect(fields.currency?.value).toBe('USD');
    expect(lines).toMatchObject([
      {
        ...{ sku: { value: 'FW-100' }, quantity: { value: '2' }, soldOn: { value: '2026-03-05' } },
        amount: { value: '900.50', place: { sheet: 'Sales', row: 2, column: 4 } },
      },
    ]);
  });

  test('that names two currencies has none', async () => {
    const reading = await read('sku,quantity,amount\nA,1,EUR 10.00\nB,1,USD 10.00');
    expect(reading.fields.currency).toBeNull();
    expect(reading.findings.map(({ rule }) => rule)).toEqual(['document.contradiction']);
  });

  test('of a list that sells nothing is refused', async () => {
    expect(await code(Buffer.from('name,city\nAlpha,Berlin\nBeta,Bonn'))).toBe('unsupported');
  });
});

describe('a workbook', () => {
  const zip = (names: readonly string[]) =>
    zipSync(Object.fromEntries(['xl/workbook.xml', ...names].map((name) => [name, strToU8('<a/>')])));

  test.each([
    ['with macros', zip(['xl/vbaProject.bin']), 'macros'],
    ['that takes values from other files', zip(['xl/externalLinks/externalLink1.xml']), 'macros'],
    ['with files in it', zip(['xl/embeddings/oleObject1.bin']), 'macros'],
    ['with controls', zip(['xl/activeX/activeX1.xml']), 'macros'],
    ['that asks a database', zip(['xl/connections.xml']), 'macros'],
    ['that is damaged', zip([]).subarray(0, 60), 'broken'],
    [
      'with a password',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')]),
      'encrypted',
    ],
    ['that unpacks to gigabytes', zipSync({ 'xl/workbook.xml': new Uint8Array(50_000_000) }), 'too_large'],
  ])('%s is refused', async (_name, bytes, why) => {
    expect(await code(bytes)).toBe(why);
  });
});

test('a receipt in a mail is read from its text', async () => {
  const mail = [
    'From: shop@shop.example',
    'Subject: Your receipt',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Receipt number: R-42',
    'Date: 2026-03-05',
    'Subtotal:  EUR 900.00',
    'VAT 19%:   EUR 171.00',
    'Total:     EUR 1,071.00',
  ].join('\r\n');
  const { form, kind, fields } = await read(mail);
  expect([form, kind]).toEqual(['mail', 'receipt']);
  expect(fields).toMatchObject({
    ...{ invoiceNumber: { value: 'R-42' }, invoicedOn: { value: '2026-03-05' } },
    ...{ net: { value: '900.00' }, total: { value: '1071.00', place: { line: 6 } } },
  });
});

test('published invoices are read from their pages', async () => {
  const german = await read(readFileSync('test/data/documents/QualityHosting.pdf'));
  expect(german.fields).toMatchObject({
    ...{
      invoiceNumber: { value: '30064443' },
      invoicedOn: { value: '2014-05-07' },
      total: { value: '34.73' },
    },
    ...{ sellerVatId: { value: 'DE232446240' }, iban: { value: 'DE30507500940000048567' } },
  });
  expect(german.lines.map(({ amount }) => amount?.value)).toEqual(['3.89', ...Array(5).fill('5.39'), '3.89']);
  const french = await read(readFileSync('test/data/documents/free_fiber.pdf'));
  expect(french.fields).toMatchObject({
    ...{ invoiceNumber: { value: '562044387' }, invoicedOn: { value: '2015-07-02' } },
    ...{ net: { value: '24.99' }, tax: { value: '5.00' }, total: { value: '29.99' } },
  });
});
