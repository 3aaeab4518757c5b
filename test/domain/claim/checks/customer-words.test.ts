import { expect, test } from '@jest/globals';
import { customerWords, sameCustomer } from '../../../../domain/claim/checks/customer-words.ts';

const same = (a: string, b: string) => sameCustomer(customerWords(a), customerWords(b));

test.each([
  ['Nordwind Logistik GmbH', 'NORDWIND LOGISTIK'],
  ['Nordwind Logistik GmbH', 'Nordwnd Logistik GmbH'],
  ['Müller & Söhne GmbH & Co. KG', 'Mueller und Soehne'],
  ['Société Générale', 'Societe Generale SA'],
  ['Kestrel Freight Ltd', 'Kestrel Freight Limited, Leeds'],
])('%s may be %s', (a, b) => {
  expect(same(a, b)).toBe(true);
});

test.each([
  ['Nordwind Logistik GmbH', 'Suedkap Logistik GmbH'],
  ['Stadtwerke Kiel', 'Stadtwerke Rostock'],
  ['Kestrel Freight Ltd', 'Osprey Freight Ltd'],
  ['Alpha Systems Inc', 'Omega Systems Inc'],
])('%s is not %s', (a, b) => {
  expect(same(a, b)).toBe(false);
});

test('a name that says nothing tells nobody apart', () => {
  expect(same('', 'Nordwind Logistik GmbH')).toBeNull();
  expect(same('—', '…')).toBeNull();
});
