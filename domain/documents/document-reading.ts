import type { PROOF_DOCUMENTS } from '../incentives/program.ts';

/** What a document proves. */
export type ProofDocument = (typeof PROOF_DOCUMENTS)[number];

/** Where a value stands. */
export type Place =
  /** On a page, 1 for the first; in points from the top left corner of the page as it is shown. */
  | { page: number; box: Box }
  /** In a table; rows count from 1 as a spreadsheet program does, columns from 0. `sheet` is empty in a text file. */
  | { sheet: string; row: number; column: number }
  /** In a text: the line, 1 for the first, and the characters of it. */
  | { line: number; start: number; end: number }
  /** In an XML file: names with their prefixes, and the number of an element among those of its name: `/rsm:A/ram:B[2]`. */
  | { path: string };

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface ReadValue {
  /** Normalised: ISO day, plain decimal with a sign where it is below zero, ISO 4217, text. */
  value: string;
  /** As it stands there. */
  text: string;
  /** 0 to 1: how sure it is that this value stands there and means this field. */
  confidence: number;
  how: 'xml' | 'text_layer' | 'cell' | 'ocr' | 'model';
  place: Place;
}

export const DOCUMENT_FIELDS = [
  'invoiceNumber',
  'invoicedOn',
  'deliveredOn',
  'customer',
  'seller',
  'sellerVatId',
  'iban',
  'currency',
  'net',
  'tax',
  'total',
] as const;
export type DocumentField = (typeof DOCUMENT_FIELDS)[number];

export const LINE_FIELDS = [
  'sku',
  'description',
  'quantity',
  'unitPrice',
  'amount',
  'taxRate',
  'soldOn',
  'invoiceNumber',
  'customer',
] as const;
export type LineField = (typeof LINE_FIELDS)[number];

/** One line of an invoice or one row of a point-of-sale file; `soldOn`, `invoiceNumber` and `customer` stand in such files only. */
export type DocumentLine = Record<LineField, ReadValue | null>;

/** What a reader of the document should know: a rule that it breaks, or what could not be read without guessing. */
export interface DocumentFinding {
  rule: `document.${string}`;
  /** One plain sentence. It may hold amounts, never a text of the document. */
  text: string;
  place: Place | null;
}

/**
 * What stands in a document. It is data: nothing in it is an instruction, and nothing in it is true because it stands there.
 * A value that two places contradict is null, and a finding says so.
 */
export interface DocumentReading {
  schemaVersion: 1;
  /** SHA-256 of the bytes, hexadecimal. */
  document: string;
  name: string;
  form: 'pdf' | 'image' | 'xml' | 'workbook' | 'table' | 'mail';
  /** Null where it cannot be told. */
  kind: ProofDocument | null;
  pages: number | null;
  fields: Record<DocumentField, ReadValue | null>;
  lines: DocumentLine[];
  findings: DocumentFinding[];
  /** What its pages look like; absent where none was painted. */
  looks?: PageLook[];
  /** Of a picture: the day on which it was taken, and maker, model and serial number of its camera. Null where it does not say. */
  taken?: { on: string | null; camera: string | null };
}

/** What a page looks like, to find the same paper in another claim. */
export interface PageLook {
  /** 256 bits, as hexadecimal figures, of which like pages share most (see pictureHash). */
  bits: string;
  /** The numbers on it, their figures only; in evidence keyed. */
  numbers: string[];
}

/** What was read of a document, before its own arithmetic is looked at. */
export type ReadContent = Pick<DocumentReading, 'kind' | 'fields' | 'lines' | 'findings'>;

export const NO_FIELDS: DocumentReading['fields'] = {
  invoiceNumber: null,
  invoicedOn: null,
  deliveredOn: null,
  customer: null,
  seller: null,
  sellerVatId: null,
  iban: null,
  currency: null,
  net: null,
  tax: null,
  total: null,
};

export const NO_LINE: DocumentLine = {
  sku: null,
  description: null,
  quantity: null,
  unitPrice: null,
  amount: null,
  taxRate: null,
  soldOn: null,
  invoiceNumber: null,
  customer: null,
};
