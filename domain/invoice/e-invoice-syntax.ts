import type { DocumentField, LineField } from '../documents/document-reading.ts';
import type { XmlElement } from './xml-element.ts';

/** Ways to an element, see elementsAt; the first that leads to one counts. */
type Ways = readonly string[];

/** Where a syntax of electronic invoices keeps what EN 16931 asks for. */
export interface Syntax {
  typeCode: string;
  fields: Record<Exclude<DocumentField, 'sellerVatId'>, Ways>;
  vatIds(root: XmlElement): XmlElement[];
  /** Sums of what is added to, and taken from, the lines of the whole invoice. */
  charges: string;
  allowances: string;
  lines: string;
  line: Record<Exclude<LineField, 'soldOn' | 'invoiceNumber' | 'customer'>, Ways>;
  /** How many units the price is for. */
  priceFor: string;
  /** Charges and allowances of a line: each with its amount and whether it is added. */
  lineAdjustment: { each: string; amount: string; isCharge: string };
}
