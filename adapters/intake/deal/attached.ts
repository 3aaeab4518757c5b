import type { DealProblem } from '../../../domain/deal/canonical-deal.ts';
import { assessDocument } from '../../../domain/documents/assess.ts';
import type { Attachment } from '../../../domain/documents/attachment.ts';
import { DOCUMENT_PROBLEMS, type ReceivedDocument } from '../../../domain/documents/document.ts';
import { VendorFault } from '../../ports/call.ts';
import type { DocumentsPort } from '../../ports/documents.ts';
import { describeAttachment } from '../attachment.ts';
import type { MailFile } from '../mail/opened.ts';
import { documentText } from './document-text.ts';

/** What the files of a mail are. */
export interface Attached {
  /** Every file. */
  described: Attachment[];
  /** Letters of intent and NDAs. */
  documents: ReceivedDocument[];
  /** Everything else that has text: it may be the registration's form. */
  forms: { name: string; text: string }[];
  /** Tables: each row of one may be a registration. */
  tables: { name: string; bytes: Buffer }[];
  problems: DealProblem[];
}

/** Documents, forms and tables among the files. One that cannot be read is a problem for a person, never an error. */
export async function attached(files: readonly MailFile[], port: DocumentsPort): Promise<Attached> {
  const found: Attached = { described: [], documents: [], forms: [], tables: [], problems: [] };
  const until = performance.now() + MOST_MS;
  let read = 0;
  for (const file of files) {
    const described = describeAttachment(file.name, file.type, file.bytes);
    found.described.push(described);
    if (file.unread) described.problem = `unreadable_${file.unread}`;
    if (described.problem !== undefined || file.aside) continue;
    if (TABLE.test(described.name)) found.tables.push({ name: described.name, bytes: file.bytes });
    else if (!DOCUMENT.test(described.name)) {
      if (!isSmallPicture(described)) described.problem = 'unreadable_unsupported';
    } else if (read >= MOST_READ || performance.now() > until) described.problem = 'unreadable_too_slow';
    else {
      read += 1;
      await readDocument(found, described, file.bytes, port);
    }
  }
  return { ...found, problems: found.problems.slice(0, 1) };
}

async function readDocument(
  found: Attached,
  described: Attachment,
  bytes: Buffer,
  port: DocumentsPort,
): Promise<void> {
  const { name, type, sha256 } = described;
  try {
    const text = await documentText(port, { name, type, bytes });
    const document = assessDocument({ name, sha256, text });
    if (document.kind === 'other') found.forms.push({ name, text });
    else found.documents.push(document);
    if (document.missing.length > 0) found.problems.push(INCOMPLETE);
  } catch (error) {
    if (!(error instanceof VendorFault)) throw error;
    const known = DOCUMENT_PROBLEMS.find((one) => one === error.code);
    described.problem = `unreadable_${known ?? 'document'}`;
  }
}

const DOCUMENT = /\.(?:pdf|txt|docx|html?)$/i;
const TABLE = /\.(?:csv|tsv|xlsx)$/i;
/** A logo below a signature; a photo of a form is larger. */
const MOST_LOGO = 50_000;
const PICTURE = /\.(?:png|jpe?g|gif|bmp|svg|webp|ico)$/i;

function isSmallPicture({ name, size }: Attachment): boolean {
  return PICTURE.test(name) && size <= MOST_LOGO;
}

const MOST_READ = 10;
/** All files of one mail together; what is not read by then is noted, and a person opens it. */
const MOST_MS = 20_000;
const INCOMPLETE: DealProblem = {
  code: 'document_incomplete',
  field: null,
  title: 'A letter of intent or an NDA lacks something that it needs.',
};
