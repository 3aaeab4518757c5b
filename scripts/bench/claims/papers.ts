import type { PlannedDocument } from '../../../sandbox/channel/generator/claim/claim.ts';
import { render } from '../../../sandbox/channel/generator/claim/papers/render.ts';
import type { BrowserPapers } from './browser-papers.ts';
import { publishedEInvoice } from './published-e-invoice.ts';

/** The bytes of a document by the tools that its look names. Sales files and mails have no second writer. */
export function paperMaker(browser: BrowserPapers): (document: PlannedDocument) => Promise<Buffer> {
  return async (document) => {
    const { medium, look, paper } = document;
    if (look.tool === 'own') return render(document);
    switch (medium) {
      case 'pdf':
        return browser.pdf(document);
      case 'scan':
        return browser.scan(document);
      case 'photo':
        return browser.photo(document);
      case 'cii':
      case 'ubl':
        return publishedEInvoice(paper, medium);
      default:
        return render(document);
    }
  };
}
