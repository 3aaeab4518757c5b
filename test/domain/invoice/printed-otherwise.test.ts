import { describe, expect, test } from '@jest/globals';
import type { DocumentField, ReadValue } from '../../../domain/documents/document-reading.ts';
import { heldAgainstPages } from '../../../domain/invoice/printed-otherwise.ts';
import { readInvoice } from '../../../domain/invoice/read-invoice.ts';
import { lineWords } from '../../../domain/invoice/text-words.ts';

const PAGE = [
  'INVOICE',
  'Invoice number: A-77    Invoice date: 2026-03-05',
  'VAT ID: DE 136 695 976',
  'IBAN: DE89 3704 0044 0532 0130 00',
  'Net amount: EUR 100.00',
  'VAT: EUR 19.00',
  'Total amount due: EUR 119.00',
].join('\n');
const words = lineWords(PAGE);
const printed = readInvoice(words, 'text_layer');

/** The attached file says what the page says, but for one field. */
function held(field: DocumentField, value: string) {
  const fields = Object.fromEntries(
    Object.entries(printed.fields).map(([name, one]): [string, ReadValue | null] => [
      name,
      one && {
        ...one,
        how: 'xml',
        confidence: 1,
        place: { path: '/a' },
        value: name === field ? value : one.value,
      },
    ]),
  ) as typeof printed.fields;
  return heldAgainstPages({ ...printed, fields, findings: [] }, printed, words);
}

describe('an invoice that is attached to its pages', () => {
  test.each<[DocumentField, string]>([
    ['invoiceNumber', 'A-78'],
    ['invoicedOn', '2026-02-27'],
    ['sellerVatId', 'DE123456788'],
    ['iban', 'GB82WEST12345698765432'],
    ['currency', 'USD'],
    ['net', '900.00'],
    ['total', '919.00'],
  ])('and says another %s than they do is told, and the field counts for neither', (field, value) => {
    expect(printed.fields[field]).not.toBeNull();
    const { fields, findings } = held(field, value);
    expect(findings.map(({ rule }) => rule)).toEqual(['document.contradiction']);
    expect(fields[field]).toBeNull();
  });

  test('and says the same is believed', () => {
    const { fields, findings } = held('iban', printed.fields.iban?.value ?? '');
    expect([findings, fields.total?.value]).toEqual([[], '119.00']);
  });
});

test('a code within a BIC is no currency', () => {
  const bank = 'Invoice number: A-77\nBank: SWIFT HELADEF1GEL\nTotal: 119.00';
  expect(readInvoice(lineWords(bank), 'text_layer').fields.currency).toBeNull();
  expect(readInvoice(lineWords(`${bank}\nAmounts in (GEL)`), 'text_layer').fields.currency?.value).toBe(
    'GEL',
  );
});
