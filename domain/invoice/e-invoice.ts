import type { DocumentFinding, ReadContent } from '../documents/document-reading.ts';
import { CII } from './e-invoice-cii.ts';
import { type Adjustments, contentAt } from './e-invoice-content.ts';
import { UBL } from './e-invoice-ubl.ts';
import { localName, type XmlElement } from './xml-element.ts';

export interface InvoiceContent extends ReadContent {
  adjustments: Adjustments;
}

/** Names of the root elements of the syntaxes that EN 16931 allows, and of ZUGFeRD 1. */
const SYNTAXES = new Map([
  ['CrossIndustryInvoice', CII],
  ['CrossIndustryDocument', CII],
  ['Invoice', UBL],
  ['CreditNote', UBL],
]);

/** Code list UNTDID 1001: documents that take an amount back. */
const CREDIT_NOTES = new Set(['81', '83', '261', '262', '296', '308', '381', '396', '420', '458', '532']);

/**
 * The same code list, as far as EN 16931 takes it for invoices (BT-3) and they bill what was sold. Not 325 (pro forma), 386 (prepayment) and
 * 71, 202 to 204 and 211 (requests for payment); 310 (offer) and 220 (order) are no invoices at all.
 */
const INVOICES = new Set(
  `80 82 84 326 331 380 382 383 384 385 387 388 389 390 393 394 395 456 457 527 575 623 633 751 780 817 870 875 876 877`.split(
    ' ',
  ),
);

/**
 * Reads an electronic invoice (EN 16931 in the syntaxes CII D16B and UBL 2.1; ZUGFeRD 1): each field by the path that the norm gives it.
 * @returns null where it is no such invoice
 */
export function readEInvoice(root: XmlElement): InvoiceContent | null {
  const syntax = SYNTAXES.get(localName(root));
  if (!syntax) return null;
  const content = contentAt(root, syntax);
  if (content === null) return null;
  const { typeCode, ...rest } = content;
  const isCredit = localName(root) === 'CreditNote' || (typeCode !== null && CREDIT_NOTES.has(typeCode));
  const isSale = typeCode === null || INVOICES.has(typeCode);
  const refusal = isCredit ? CREDIT_NOTE : isSale ? null : NO_SALE;
  return {
    ...{ ...rest, kind: refusal === null ? 'invoice' : null },
    findings: refusal === null ? rest.findings : [refusal, ...rest.findings],
  };
}

/** An amount that is taken back proves no sale. */
export const CREDIT_NOTE: DocumentFinding = {
  rule: 'document.credit_note',
  text: 'The document is a credit note: it takes back an amount and proves no sale.',
  place: null,
};

/** Something that is offered or ordered is not sold yet, and a reminder or statement is not the invoice. */
export const NO_SALE: DocumentFinding = {
  rule: 'document.no_sale',
  text: 'The document is a pro forma invoice, an offer, an order, a request for payment, a reminder or a statement: it proves no sale.',
  place: null,
};
