import { documentName } from '../../../domain/claim/document-proof.ts';
import { placeText } from '../../../domain/claim/place-text.ts';
import type { FieldMapping } from '../../../domain/claim/proven-line.ts';
import type { Box, DocumentReading, ReadValue } from '../../../domain/documents/document-reading.ts';
import { lookupTable } from '../../../domain/lookup-table.ts';

/** One value that was read in a document. */
export interface Mark {
  /** Under which it stands on the page and in the list; null: it has no place on a page. */
  number: number | null;
  page: number | null;
  box: Box | null;
  name: string;
  value: string;
  how: ReadValue['how'];
  confidence: number;
  /** Where it stands, in words. */
  place: string;
  /** What was claimed instead or as well; null: nothing was claimed of it, or nobody is told. */
  claimed: { stated: string | null; agrees: boolean } | null;
}

const NAMES = lookupTable<string>({
  invoiceNumber: 'Invoice number',
  invoicedOn: 'Invoice date',
  deliveredOn: 'Delivery date',
  customer: 'Customer',
  seller: 'Seller',
  sellerVatId: 'VAT id of the seller',
  currency: 'Currency',
  net: 'Net',
  tax: 'Tax',
  total: 'Total',
  sku: 'Product',
  description: 'Description',
  quantity: 'Quantity',
  unitPrice: 'Unit price',
  amount: 'Amount',
  taxRate: 'Tax rate',
  soldOn: 'Sold on',
});

/** More are not marked: a file of thousands of sales is looked at as a file. */
const MOST_LINES = 60;

/**
 * What was read in a document, field by field and line by line, numbered in the order of its pages.
 * @param mapping of the decision; null: what was claimed is not set beside it
 */
export function marksOf(reading: DocumentReading, mapping: readonly FieldMapping[] | null): Mark[] {
  const of = documentName(reading.document);
  const own = (mapping ?? []).filter(({ from }) => from === of);
  const fields = Object.entries(reading.fields).map(([field, value]) => ({
    field,
    value,
    line: null as number | null,
  }));
  const lines = reading.lines
    .slice(0, MOST_LINES)
    .flatMap((line, at) => Object.entries(line).map(([field, value]) => ({ field, value, line: at + 1 })));
  let number = 0;
  return [...fields, ...lines].flatMap(({ field, value, line }) => {
    // An account is a token here, and says nothing to anybody.
    if (value === null || field === 'iban') return [];
    const { place } = value;
    const onPage = 'page' in place ? place : null;
    const match = own.find((one) => one.at === placeText(place) && one.read === value.value);
    if (onPage) number += 1;
    const name = NAMES[field] ?? field;
    return [
      {
        ...{ number: onPage ? number : null, page: onPage?.page ?? null, box: onPage?.box ?? null },
        name: line === null ? name : `${name}, line ${line}`,
        ...{ value: value.value, how: value.how, confidence: value.confidence, place: placeText(place) },
        claimed:
          match && match.agrees !== null && match.stated !== null
            ? { stated: match.stated, agrees: match.agrees }
            : null,
      },
    ];
  });
}
