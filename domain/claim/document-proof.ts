import type {
  DocumentLine,
  DocumentReading,
  ProofDocument,
  ReadValue,
} from '../documents/document-reading.ts';
import { sameInvoice } from './checks/invoice-number.ts';
import type { ClaimEvidence } from './evidence.ts';
import { names, sameCode } from './same-text.ts';
import type { ClaimedLine } from './stated-claim.ts';

/** Documents whose lines show what was sold. */
const SHOWS_LINES: readonly (ProofDocument | null)[] = ['invoice', 'receipt', 'point_of_sale_file'];

/** A line of a document that may be the claimed one. */
export interface Shown {
  reading: DocumentReading;
  line: DocumentLine;
  /** Its place among the lines of the document, from 0. */
  at: number;
}

/** Readings that may show a sale. */
export const salesDocuments = ({ readings }: Pick<ClaimEvidence, 'readings'>): DocumentReading[] =>
  readings.filter(({ kind }) => SHOWS_LINES.includes(kind));

/** Lines of documents with the SKU of a claimed one, of its invoice where one is stated. */
export function linesShowing(
  evidence: Pick<ClaimEvidence, 'readings' | 'stated'>,
  claimed: ClaimedLine,
): Shown[] {
  const number = claimed.invoiceNumber ?? evidence.stated.invoiceNumber;
  return salesDocuments(evidence).flatMap((reading) =>
    reading.lines.flatMap((line, at) => {
      const shown = line.invoiceNumber ?? reading.fields.invoiceNumber;
      const ofInvoice = number === null || shown === null || sameInvoice(shown.value, number);
      return ofInvoice && isOf(line, claimed.sku) ? [{ reading, line, at }] : [];
    }),
  );
}

function isOf({ sku, description }: DocumentLine, claimed: string): boolean {
  if (sku !== null) return sameCode(sku.value, claimed);
  return description !== null && names(description.value, claimed);
}

/** What of a document's line proves a claimed one. */
export type ShownValues = Record<'quantity' | 'amount' | 'currency' | 'soldOn', ReadValue | null>;

export function shownValues({ line, reading }: Shown): ShownValues {
  const { quantity, amount } = line;
  const { currency, invoicedOn, deliveredOn } = reading.fields;
  return { quantity, amount, currency, soldOn: line.soldOn ?? invoicedOn ?? deliveredOn };
}

/** How a document is named in reasons: by the beginning of its hash. */
export const documentName = (hash: string): string => `document:${hash.slice(0, 12)}`;
