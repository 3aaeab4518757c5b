import type {
  DocumentLine,
  DocumentReading,
  Place,
  ProofDocument,
  ReadValue,
} from '../documents/document-reading.ts';
import { invoiceKeys } from './checks/invoice-number.ts';
import type { ClaimEvidence } from './evidence.ts';
import { codeOf, codesIn, decimalText } from './same-text.ts';
import type { ClaimedLine } from './stated-claim.ts';

/** Documents whose lines show what was sold. */
const SHOWS_LINES: readonly (ProofDocument | null)[] = ['invoice', 'receipt', 'point_of_sale_file'];

/** A line of a document that may be the claimed one. */
export interface Shown {
  reading: DocumentReading;
  line: DocumentLine;
  /** Its place among the lines of the document, from 0. */
  at: number;
  /** Decimals in the form of `decimalText`; the last of its days is the invoice's. */
  told: { quantity: string | null; amount: string | null; soldOn: string | null };
  /** See `invoiceKeys`; null: no invoice is named. */
  invoice: readonly string[] | null;
}

/** Readings that may show a sale. */
export const salesDocuments = ({ readings }: { readings: readonly DocumentReading[] }): DocumentReading[] =>
  readings.filter(({ kind }) => SHOWS_LINES.includes(kind));

/**
 * Finds the lines of documents with the SKU of a claimed one, of its invoice where one is stated, in their order. The documents are gone through
 * once: they hold up to 20,000 lines together, and a claim 1,000.
 */
export function shownLines(
  evidence: Pick<ClaimEvidence, 'readings' | 'stated'>,
): (claimed: ClaimedLine) => readonly Shown[] {
  const byCode = new Map<string, Shown[]>();
  for (const reading of salesDocuments(evidence))
    for (const [at, line] of reading.lines.entries()) {
      const one = shownAt(reading, line, at);
      for (const code of codesOf(line)) byCode.set(code, pushed(byCode.get(code) ?? [], one));
    }
  // Most lines of a claim are of one product or one invoice, and follow one another.
  let last: { code: string; number: string | null; shown: readonly Shown[] } | null = null;
  return (claimed) => {
    const number = claimed.invoiceNumber ?? evidence.stated.invoiceNumber;
    const code = codeOf(claimed.sku);
    if (last === null || last.code !== code || last.number !== number)
      last = { code, number, shown: ofInvoice(byCode.get(code) ?? [], number) };
    return last.shown;
  };
}

function ofInvoice(shown: readonly Shown[], number: string | null): readonly Shown[] {
  if (number === null) return shown;
  const keys = invoiceKeys(number);
  return shown.filter(({ invoice }) => invoice === null || invoice.some((key) => keys.includes(key)));
}

function shownAt(reading: DocumentReading, line: DocumentLine, at: number): Shown {
  const { quantity, amount, soldOn } = shownValues({ reading, line });
  const invoice = line.invoiceNumber ?? reading.fields.invoiceNumber;
  return {
    ...{ reading, line, at },
    told: {
      quantity: quantity && decimalText(quantity.value),
      amount: amount && decimalText(amount.value),
      soldOn: soldOn?.value ?? null,
    },
    invoice: invoice && invoiceKeys(invoice.value),
  };
}

function codesOf({ sku, description }: DocumentLine): string[] {
  if (sku !== null) return [codeOf(sku.value)];
  return description === null ? [] : codesIn(description.value);
}

function pushed<T>(list: T[], one: T): T[] {
  list.push(one);
  return list;
}

/** A line by which something came back from a customer. Decimals are above zero. */
export interface Returned {
  document: string;
  place: Place;
  /** Forms of its SKU (`codeOf`). */
  codes: readonly string[];
  /** See `invoiceKeys`. */
  invoice: readonly string[];
  /** Null: it is not known how many or how much. */
  quantity: string | null;
  amount: string | null;
}

/** The lines of documents with a quantity or an amount below zero. */
export function returnedLines(evidence: Pick<ClaimEvidence, 'readings'>): Returned[] {
  return salesDocuments(evidence).flatMap((reading) =>
    reading.lines.flatMap((line) => {
      const below = [line.quantity, line.amount].find((value) => value?.value.startsWith('-'));
      if (!below) return [];
      const number = line.invoiceNumber ?? reading.fields.invoiceNumber;
      const size = (value: ReadValue | null) => value?.value.replace(/^-/, '') ?? null;
      return [
        {
          ...{ document: reading.document, place: below.place, codes: codesOf(line) },
          ...{ invoice: number ? invoiceKeys(number.value) : [] },
          ...{ quantity: size(line.quantity), amount: size(line.amount) },
        },
      ];
    }),
  );
}

/** Of more lines that tell a claimed one alike no further one is looked at. */
const MOST_ALIKE = 100;

/**
 * Of lines that a claimed one may be, those that tell its quantity, amount and day; what is not claimed is told by any.
 * @param used lines that are another one's
 */
export function alike(
  shown: readonly Shown[],
  claimed: ClaimedLine,
  used?: { has(line: DocumentLine): boolean },
): Shown[] {
  const quantity = decimalText(claimed.quantity);
  const amount = claimed.amount && decimalText(claimed.amount.amount);
  const found: Shown[] = [];
  for (const one of shown) {
    const { told } = one;
    if (told.quantity !== quantity || (amount !== null && told.amount !== amount)) continue;
    if ((claimed.soldOn !== null && told.soldOn !== claimed.soldOn) || used?.has(one.line)) continue;
    found.push(one);
    if (found.length === MOST_ALIKE) break;
  }
  return found;
}

/** What of a document's line proves a claimed one. */
export type ShownValues = Record<'quantity' | 'amount' | 'currency' | 'soldOn', ReadValue | null>;

export function shownValues({ line, reading }: Pick<Shown, 'line' | 'reading'>): ShownValues {
  const { quantity, amount } = line;
  const { currency, invoicedOn, deliveredOn } = reading.fields;
  return { quantity, amount, currency, soldOn: line.soldOn ?? invoicedOn ?? deliveredOn };
}

/** How a document is named in reasons: by the beginning of its hash. */
export const documentName = (hash: string): string => `document:${hash.slice(0, 12)}`;
