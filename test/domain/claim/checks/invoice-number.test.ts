import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { invoiceKeys, invoiceStems } from '../../../../domain/claim/checks/invoice-number.ts';

const share = (a: readonly string[], b: readonly string[]) => a.some((key) => b.includes(key));
const same = (a: string, b: string) => share(invoiceKeys(a), invoiceKeys(b));

// As audits of duplicate payments describe them: case, zeros, marks, labels, letters for digits, and what scanners and other keyboards write.
test.each([
  ['INV-10234', 'inv 10234'],
  ['INV-10234', '10234'],
  ['INV-10234', 'INV-0010234'],
  ['RE-2026/0815', 'RE 2026-815'],
  ['RE-2026/0815', '20260815'],
  ['Rechnung Nr. 4711', '4711'],
  ['Rechnungs-Nr.: 4711', 'RG4711'],
  ['FA-2026-0042', 'Facture n° 2026-42'],
  ['FAC2026042', 'FACTURA 2026042'],
  ['ＩＮＶ－１０２３４', 'INV-10234'],
  ['請求書番号 2026-031', '2026-31'],
  ['INV-1O234', 'INV-10234'],
  ['INV-O0234', 'INV-234'],
  ['NF-e 000.012.345', '12345'],
  ['#88-120', '88/120'],
  ['Tax Invoice 77 001', '77001'],
  ['A-l200', 'A-1200'],
])('%s and %s are one number', (a, b) => {
  expect(same(a, b)).toBe(true);
});

test.each([
  ['INV-10234', 'INV-10235'],
  ['INV-10234', 'INV-10243'],
  ['2026-1', '2026-11'],
  ['2026-001', '2025-001'],
  ['AB-100', 'AC-100'],
  ['FA-100', 'AV-100'],
  ['1000', '100'],
  ['B-8001', '8-8001'],
])('%s and %s are two', (a, b) => {
  expect(same(a, b)).toBe(false);
  expect(share(invoiceStems(a), invoiceStems(b))).toBe(false);
});

test.each([
  ['INV-10234', 'INV-10234A'],
  ['INV-10234', 'INV-10234-B'],
  ['2026-0815', '2026-0815-1'],
  ['20260815', '20260815/2'],
  ['RE 4711', 'RE 4711 Kopie'],
  ['FV 99120', 'FV 99120 COPY'],
])('%s is hung on to become %s', (a, b) => {
  expect(same(a, b)).toBe(false);
  expect(share(invoiceStems(a), invoiceStems(b))).toBe(true);
});

test('a text without a digit is no number', () => {
  expect(['', 'n/a', 'pending', '—', 'INVOICE'].flatMap(invoiceKeys)).toEqual([]);
});

test('the first invoices of a year are not parts of one', () => {
  expect(share(invoiceStems('2026-1'), invoiceStems('2026-2'))).toBe(false);
  expect(share(invoiceStems('RE-2026-1'), invoiceStems('RE-2026-2'))).toBe(false);
});

const digits = fc.stringMatching(/^[1-9]\d{3,9}$/);

test('property: label, case, blanks, width and zeros in front change nothing', () => {
  const label = fc.constantFrom(
    '',
    'INV',
    'inv-',
    'RE ',
    'Rg.',
    'FA/',
    'Invoice No. ',
    'FACTURA ',
    'n° ',
    '# ',
  );
  const zeros = fc.constantFrom('', '0', '000');
  fc.assert(
    fc.property(digits, label, zeros, fc.boolean(), (number, before, filled, wide) => {
      const text = `${before}${filled}${number}`;
      const written = wide
        ? text.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
        : text;
      expect(same(number, written)).toBe(true);
    }),
  );
});

test('property: two different whole numbers never share a key', () => {
  fc.assert(fc.property(digits, digits, (a, b) => expect(same(a, b)).toBe(a === b)));
});

test('property: any text is read, and quickly', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 5_000 }), (text) => {
      expect(invoiceKeys(text).length).toBeLessThanOrEqual(2);
      expect(invoiceStems(text).length).toBeLessThanOrEqual(2);
    }),
  );
});
