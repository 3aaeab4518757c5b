import { createHash } from 'node:crypto';
import { assessDocument } from '../../domain/documents/assess.ts';
import { VendorFault } from '../ports/index.ts';
import { describeAttachment } from './attachment.ts';
import { documentText } from './document-text.ts';
import { readFreeText, type TextTools } from './free-text.ts';
import { extractedFrom, type Parsed } from './parse.ts';

const FIXES: Readonly<Record<string, string>> = {
  encrypted: 'Send it without its password.',
  broken: 'Export it again.',
  too_large: 'Split it, or send only the form.',
  too_slow: 'Print it to a new PDF.',
  unsupported: 'Send PDF or plain text.',
};

/**
 * A registration from a document alone: a PDF form, a PDF with text, or plain text. As any free text it only reaches a reviewer.
 * The document is its own id: the same bytes are the same registration.
 */
export async function parseDealDocument(
  body: Uint8Array,
  type: 'application/pdf' | 'text/plain',
  now: Date,
  tools: TextTools,
): Promise<Parsed> {
  const refuse = (code: string, title: string, fix: string): Parsed => ({
    ok: false,
    faults: [{ code, title, field: null, fix }],
    body,
  });
  const bytes = Buffer.from(body);
  let text: string;
  try {
    text = await documentText(tools.documents, { name: 'document', type, bytes });
  } catch (error) {
    if (!(error instanceof VendorFault)) throw error;
    const code = error.code ?? 'unreadable';
    return refuse(
      `malformed_document_${code}`,
      `The document cannot be read: ${code}.`,
      FIXES[code] ?? 'Send it again.',
    );
  }
  const sha256 = createHash('sha256').update(body).digest('hex');
  // 72 bits of the keyed hash: no two documents meet in them, and a case id still fits a line.
  const externalId = tools.token(sha256).slice(0, 14);
  const free = {
    source: 'files' as const,
    externalId,
    text,
    subject: null,
    writtenOn: null,
    sender: null,
    recipients: [],
    files: [],
  };
  const { reading, empty } = await readFreeText(free, now, tools);
  if (empty)
    return refuse(
      'no_registration',
      'The document holds no registration.',
      'Name the customer, the value, the close date and the contact in it; a scan needs a text layer.',
    );
  if (reading.ok) {
    const name = type === 'application/pdf' ? 'document.pdf' : 'document.txt';
    const document = assessDocument({ name, sha256, text });
    if (document.kind !== 'other') reading.deal.documents = [document];
    reading.deal.attachments = [describeAttachment(name, type, bytes)];
  }
  return extractedFrom(reading, body, tools.token);
}
