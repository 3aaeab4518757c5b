import type { DocumentField, DocumentReading } from '../../../domain/documents/document-reading.ts';
import {
  type Paper,
  PICTURES,
  type PlannedDocument,
} from '../../../sandbox/channel/generator/claim/claim.ts';
import { decimal } from '../../../sandbox/channel/generator/claim/money.ts';
import { type Figure, figure, median, shareFigure } from '../figures.ts';

/** A document of the bench with what was read of it. */
export interface ReadPaper {
  document: PlannedDocument;
  /** Null: it was not read. */
  reading: DocumentReading | null;
  seconds: number;
}

/** What an invoice says, by the paper that it was made of. */
const SAID: Partial<Record<DocumentField, (paper: Paper) => string>> = {
  invoiceNumber: ({ number }) => number,
  invoicedOn: ({ day }) => day,
  customer: ({ buyer }) => buyer.name,
  seller: ({ seller }) => seller.name,
  currency: ({ currency }) => currency,
  net: ({ net, currency }) => decimal(net, currency),
  tax: ({ tax, currency }) => decimal(tax, currency),
  total: ({ total, currency }) => decimal(total, currency),
};

/** `claims.extract_accuracy.<set>.<field>` of invoices by the sample's tools, by others', and of pictures; and how long a document takes. */
export function extractionFigures(papers: readonly ReadPaper[]): Figure[] {
  const invoices = papers.filter(({ document: { paper, medium, painted } }) => {
    return paper.title === 'invoice' && medium !== 'csv' && medium !== 'xlsx' && !painted;
  });
  const sets = Map.groupBy(invoices, ({ document: { medium, look } }) =>
    PICTURES.has(medium) ? 'pictures' : `${look.tool}_tools`,
  );
  const accuracy = [...sets].sort().flatMap(([set, list]) =>
    Object.entries(SAID).map(([field, said]) => {
      const right = list.filter(({ document, reading }) => {
        const read = reading?.fields[field as DocumentField]?.value;
        return read !== undefined && plain(read) === plain(said(document.paper));
      });
      return shareFigure(`claims.extract_accuracy.${set}.${field}`, right.length, list.length, ['≥', 0]);
    }),
  );
  const taken = papers.map(({ seconds }) => seconds);
  return taken.length === 0 ? [] : [...accuracy, figure('claims.seconds_per_document', median(taken), 's')];
}

const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
