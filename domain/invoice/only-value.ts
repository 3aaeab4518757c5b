import type { DocumentField, DocumentFinding, ReadValue } from '../documents/document-reading.ts';

/** What a field is called in a sentence. */
const FIELD_WORDS: Readonly<Record<DocumentField, string>> = {
  invoiceNumber: 'invoice number',
  invoicedOn: 'date of the invoice',
  deliveredOn: 'date of delivery',
  customer: 'customer',
  seller: 'seller',
  sellerVatId: "seller's VAT id",
  iban: 'IBAN',
  currency: 'currency',
  net: 'net amount',
  tax: 'tax',
  total: 'total',
};

/**
 * The one value of a field; null where nothing was found, and where values contradict each other: then a finding is added.
 * @param found by how sure each is, the surest first
 */
export function onlyValue(
  field: DocumentField,
  found: readonly ReadValue[],
  findings: DocumentFinding[],
): ReadValue | null {
  const [first] = found;
  if (!first) return null;
  const other = found.find(({ value }) => value !== first.value);
  if (!other) return first;
  findings.push(contradiction(field, other));
  return null;
}

/** @param other the value that contradicts the rest */
export function contradiction(field: DocumentField, other: ReadValue): DocumentFinding {
  return {
    rule: 'document.contradiction',
    text: `The document states more than one ${FIELD_WORDS[field]}.`,
    place: other.place,
  };
}

/** The one account of an invoice; null where it names several, which is usual and contradicts nothing. */
export function onlyAccount(found: readonly ReadValue[]): ReadValue | null {
  return onlyValue('iban', found, []);
}
