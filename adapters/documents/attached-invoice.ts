import type { getDocumentProxy } from 'unpdf';
import { type InvoiceContent, readEInvoice } from '../../domain/invoice/e-invoice.ts';
import { readXml } from './xml.ts';

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

/** A PDF carries one invoice; other files may be attached beside it. */
const MOST_ATTACHED = 20;

/**
 * The electronic invoice that a PDF carries (Factur-X, ZUGFeRD, XRechnung). A file counts by what it holds and not by its name.
 * @returns null where there is none, `several` where there are two: then neither is the invoice
 */
export async function attachedInvoice(pdf: Pdf): Promise<InvoiceContent | 'several' | null> {
  const attached: Map<string, unknown> = (await pdf.getAttachments()) ?? new Map();
  const found: InvoiceContent[] = [];
  for (const id of [...attached.keys()].slice(0, MOST_ATTACHED)) {
    const content = await pdf.getAttachmentContent(id);
    const read = content ? readXml(content) : null;
    const invoice = read && 'root' in read ? readEInvoice(read.root) : null;
    if (invoice) found.push(invoice);
  }
  return found.length > 1 ? 'several' : (found[0] ?? null);
}
