import type { ReadValue } from '../documents/document-reading.ts';
import type { Money } from '../money.ts';
import { sameInvoice } from './checks/invoice-number.ts';
import { documentName, type Shown, type ShownValues, salesDocuments } from './document-proof.ts';
import type { ClaimEvidence } from './evidence.ts';
import { placeText } from './place-text.ts';
import type { FieldMapping } from './proven-line.ts';
import { sameCode, sameCompany, sameNumber } from './same-text.ts';
import type { ClaimedLine } from './stated-claim.ts';

/** Fields of a claim's object in the PRM, and when a value in one of them is the same as another. */
const FIELDS = {
  sku: { prm: 'Product_SKU', same: sameCode },
  quantity: { prm: 'Quantity', same: sameNumber },
  amount: { prm: 'Claimed_Amount', same: sameNumber },
  currency: { prm: 'Currency', same: (a: string, b: string) => a === b },
  soldOn: { prm: 'Sale_Date', same: (a: string, b: string) => a === b },
  invoiceNumber: { prm: 'Invoice_Number', same: sameInvoice },
  customer: { prm: 'Customer_Name', same: sameCompany },
  seller: { prm: 'Vendor_Name', same: sameCompany },
  total: { prm: 'Invoice_Total', same: sameNumber },
} as const;
type Field = keyof typeof FIELDS;

/** What shows a line: a record, or the values of a document. */
export type ShownBy =
  | { record: string; values: { quantity: string; amount: Money; soldOn: string } }
  | { record: string; values: ShownValues; shown: Shown };

/** Each value of a line: stated, and as a record or a document shows it. */
export function fieldMappings(claimed: ClaimedLine, by: ShownBy | null): FieldMapping[] {
  const { line, sku, quantity, amount, soldOn } = claimed;
  const stated = {
    sku,
    quantity,
    amount: amount?.amount ?? null,
    currency: amount?.currency ?? null,
    soldOn,
  };
  return (Object.keys(stated) as (keyof typeof stated)[]).map((field) => {
    const value = by && 'shown' in by ? { ...by.values, sku: by.shown.line.sku }[field] : null;
    const known = by && !('shown' in by) ? recorded(by.values, sku)[field] : null;
    return mapping(line, field, stated[field], value ?? known, by?.record ?? null);
  });
}

/** What documents say of the whole sale: its parties, its invoice and its total. */
export function documentMappings(evidence: ClaimEvidence): FieldMapping[] {
  const { stated, deal, partner, program } = evidence;
  const isMdf = program?.body.type === 'mdf';
  const expected = {
    invoiceNumber: stated.invoiceNumber,
    customer: isMdf ? (partner?.name ?? null) : (deal?.customer ?? stated.customerName),
    seller: isMdf ? stated.vendor : (partner?.name ?? null),
    total: null,
  };
  return salesDocuments(evidence).flatMap(({ document, fields }) =>
    (Object.keys(expected) as (keyof typeof expected)[]).flatMap((field) =>
      fields[field] === null
        ? []
        : [mapping(null, field, expected[field], fields[field], documentName(document))],
    ),
  );
}

const recorded = (
  { quantity, amount, soldOn }: { quantity: string; amount: Money; soldOn: string },
  sku: string,
) => ({
  ...{ sku, quantity, soldOn },
  ...{ amount: amount.amount, currency: amount.currency },
});

function mapping(
  line: string | null,
  field: Field,
  stated: string | null,
  shown: ReadValue | string | null,
  from: string | null,
): FieldMapping {
  const { prm, same } = FIELDS[field];
  const value = typeof shown === 'string' ? null : shown;
  const read = typeof shown === 'string' ? shown : (shown?.value ?? null);
  return {
    ...{ line, field, stated, read, prm_field: prm },
    from: read === null ? null : from,
    at: value && placeText(value.place),
    how: value?.how ?? (read === null ? null : 'record'),
    confidence: value?.confidence ?? (read === null ? null : 1),
    agrees: read === null || stated === null ? null : same(stated, read),
  };
}
