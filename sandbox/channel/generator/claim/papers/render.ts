import type { PlannedDocument } from '../claim.ts';
import { crossIndustryInvoice, universalBusinessLanguage } from './e-invoice.ts';
import { invoiceMarks, performanceMarks } from './invoice-page.ts';
import { receiptMail } from './mail.ts';
import { page } from './page.ts';
import { photographed, scanned } from './pictures.ts';
import { salesCsv, salesWorkbook } from './sales-file.ts';

/** The bytes of a planned document as the sample's own tools make them. The same document is the same bytes. */
export async function render(document: PlannedDocument): Promise<Buffer> {
  const { medium, paper, look } = document;
  switch (medium) {
    case 'pdf':
      return printedPage(document);
    case 'hybrid':
      return printedPage(document, { name: 'factur-x.xml', bytes: crossIndustryInvoice(paper) });
    case 'cii':
      return crossIndustryInvoice(paper);
    case 'ubl':
      return universalBusinessLanguage(paper);
    case 'mail':
      return receiptMail(paper);
    case 'mail_pdf':
      return receiptMail(paper, { name: 'invoice.pdf', bytes: printedPage(document) });
    case 'csv':
      return salesCsv(paper, look);
    case 'xlsx':
      return salesWorkbook(paper);
    case 'scan':
      return scanned(printedPage(document), look);
    case 'photo':
      return photographed(printedPage(document), look);
  }
}

function printedPage(
  { paper, look, painted }: PlannedDocument,
  attached?: { name: string; bytes: Buffer },
): Buffer {
  const marks =
    paper.title === 'proof_of_performance' ? performanceMarks(paper) : invoiceMarks(paper, look, painted);
  const made = { at: `${paper.day}T08:15:00Z`, by: 'Warenwirtschaft 9.2' };
  return page(marks, { made, ...(attached ? { attached } : {}) });
}
