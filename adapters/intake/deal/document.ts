import { createHash } from 'node:crypto';
import type { Fault } from '../../../contracts/problem.ts';
import { assessDocument } from '../../../domain/documents/assess.ts';
import { lookupTable } from '../../../domain/lookup-table.ts';
import { VendorFault } from '../../ports/call.ts';
import type { DocumentsPort } from '../../ports/documents.ts';
import { describeAttachment } from '../attachment.ts';
import { WORD } from '../parse.ts';
import { documentText } from './document-text.ts';
import { type FreeText, partnerIn } from './free-text.ts';
import type { DealPart } from './part.ts';
import { parseFreeText, type TextTools } from './text-tools.ts';

const ENDINGS = {
  'application/pdf': 'pdf',
  'text/plain': 'txt',
  'text/html': 'html',
  [WORD]: 'docx',
} as const;
export type DocumentType = 'application/pdf' | 'text/plain' | 'text/html' | typeof WORD;

/** Why no text could be had, and the repair. */
const REASONS = lookupTable<readonly [string, string]>({
  encrypted: ['The document is protected by a password.', 'Send it without its password.'],
  broken: ['The document is damaged.', 'Export it again.'],
  too_large: ['It holds more than is read.', 'Split it, or send only the form.'],
  too_slow: [
    'It could not be read in time.',
    'Send only the registration, without long texts and large files.',
  ],
  unsupported: ['The document is neither PDF, Word nor text.', 'Send PDF, Word or plain text.'],
});

/**
 * A registration from a document alone: a PDF form, a PDF with text, or plain text. As any free text it only reaches a reviewer.
 * The document is its own id: the same bytes are the same registration.
 */
export async function parseDealDocument(
  body: Uint8Array,
  type: DocumentType,
  now: Date,
  tools: TextTools,
): Promise<DealPart> {
  const read = await readDocument(body, type, tools.documents);
  return 'fault' in read ? { ok: false, faults: [read.fault], body } : parseFreeText(read, body, now, tools);
}

/** What a document says. As readMail it belongs in a thread. */
export async function readDocument(
  body: Uint8Array,
  type: DocumentType,
  port: DocumentsPort,
): Promise<FreeText | { fault: Fault }> {
  const bytes = Buffer.from(body);
  let text: string;
  try {
    text = await documentText(port, { name: 'document', type, bytes });
  } catch (error) {
    if (!(error instanceof VendorFault)) throw error;
    return { fault: unreadable(error.code ?? 'unreadable') };
  }
  const sha256 = createHash('sha256').update(body).digest('hex');
  const name = `document.${ENDINGS[type]}`;
  const assessed = assessDocument({ name, sha256, text });
  return {
    source: 'files',
    name: sha256,
    ...{ sha256, text },
    subject: null,
    writtenOn: null,
    sender: null,
    recipients: [],
    partnerId: partnerIn(text),
    attachments: [describeAttachment(name, type, bytes)],
    documents: assessed.kind === 'other' ? [] : [assessed],
    forms: [],
    problems: [],
    answers: null,
  };
}

/** What came in of which nothing could be read within its time and memory, or at all. @param code see DocumentsPort */
export function unreadable(code: string): Fault {
  const [title, fix] = REASONS[code] ?? ['It cannot be read.', 'Send it again.'];
  return { code: `malformed_document_${code}`, title, field: null, fix };
}
