import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readXml } from '../../../adapters/documents/xml.ts';
import type { DocumentFinding, ReadValue } from '../../../domain/documents/document-reading.ts';
import { checked } from '../../../domain/invoice/checked.ts';
import { readEInvoice } from '../../../domain/invoice/e-invoice.ts';

const published = (name: string) => readFileSync(`test/data/invoices/${name}.xml`).toString();

function read(text: string) {
  const xml = readXml(Buffer.from(text));
  const content = 'root' in xml ? readEInvoice(xml.root) : null;
  if (content === null) throw new Error('not read');
  return checked(content);
}

const valuesOf = (all: Readonly<Record<string, ReadValue | null>>) =>
  Object.fromEntries(Object.entries(all).map(([name, value]) => [name, value?.value ?? null]));
const said = (findings: readonly DocumentFinding[]) => findings.map(({ rule, text }) => `${rule}: ${text}`);

describe('the same invoice in both syntaxes of EN 16931', () => {
  test.each(['01.01a', '01.12a', '01.20a', '03.06a'])('is read to the same values: %s', (name) => {
    const [ubl, cii] = [read(published(`${name}-ubl`)), read(published(`${name}-uncefact`))];
    expect(valuesOf(ubl.fields)).toEqual(valuesOf(cii.fields));
    expect(ubl.lines.map(valuesOf)).toEqual(cii.lines.map(valuesOf));
    expect(said(ubl.findings)).toEqual(said(cii.findings));
    expect(ubl.kind).toBe('invoice');
    expect(ubl.lines.length).toBeGreaterThan(0);
    for (const field of [
      'invoiceNumber',
      'invoicedOn',
      'customer',
      'seller',
      'currency',
      'net',
      'total',
    ] as const)
      expect([field, ubl.fields[field]]).not.toContain(null);
  });
});

describe('an invoice that was changed', () => {
  const ubl = published('01.01a-ubl');
  const [, total = ''] = /<cbc:TaxInclusiveAmount currencyID="EUR">([\d.]+)</.exec(ubl) ?? [];

  test('in its total contradicts its own arithmetic', () => {
    const more = ubl.replace(/(<cbc:TaxInclusiveAmount currencyID="EUR">)[\d.]+/, `$1${Number(total) + 100}`);
    expect(said(read(ubl).findings).join()).not.toContain('arithmetic');
    expect(said(read(more).findings).join()).toContain(
      `and the total says ${(Number(total) + 100).toFixed(2)}`,
    );
  });

  test('in a line contradicts its price and the net amount', () => {
    const more = ubl.replace(
      /(<cbc:LineExtensionAmount currencyID="EUR">)([\d.]+)(<\/cbc:LineExtensionAmount>\s*<cac:Item)/,
      '$199999.00$3',
    );
    const changed =
      more === ubl
        ? ubl.replace(
            /(<cac:InvoiceLine>[\s\S]*?<cbc:LineExtensionAmount currencyID="EUR">)[\d.]+/,
            '$199999.00',
          )
        : more;
    expect(
      said(read(changed).findings).filter((one) => one.startsWith('document.arithmetic')).length,
    ).toBeGreaterThan(1);
  });

  test('to state a second number states none', () => {
    const { fields, findings } = read(ubl.replace('<cbc:IssueDate>', '<cbc:ID>999</cbc:ID><cbc:IssueDate>'));
    expect(fields.invoiceNumber).toBeNull();
    expect(said(findings)).toContain(
      'document.contradiction: The document states more than one invoice number.',
    );
  });

  test('into a credit note proves no sale', () => {
    const { kind, findings } = read(ubl.replace(/(<cbc:InvoiceTypeCode>)\d+/, '$1381'));
    expect(kind).toBeNull();
    expect(findings.map(({ rule }) => rule)).toContain('document.credit_note');
  });

  test.each([
    ['a pro forma invoice', '325'],
    ['an offer', '310'],
    ['an order', '220'],
    ['an invoice of a prepayment', '386'],
    ['what the list does not hold', '9'],
  ])('into %s proves no sale', (_, code) => {
    const { kind, findings } = read(ubl.replace(/(<cbc:InvoiceTypeCode>)\d+/, `$1${code}`));
    expect(kind).toBeNull();
    expect(findings.map(({ rule }) => rule)).toContain('document.no_sale');
  });
});

test('a price for a hundred units is the price of one', () => {
  const priced = published('01.01a-ubl').replace(
    /<cbc:PriceAmount currencyID="EUR">[\d.]+<\/cbc:PriceAmount>/,
    '<cbc:PriceAmount currencyID="EUR">12.5</cbc:PriceAmount><cbc:BaseQuantity>100</cbc:BaseQuantity>',
  );
  expect(read(priced).lines[0]?.unitPrice?.value).toBe('0.125');
});
