import type { Attachment, DealProblem } from '../../../domain/deal/canonical-deal.ts';
import { assessDocument } from '../../../domain/documents/assess.ts';
import { DOCUMENT_PROBLEMS, type ReceivedDocument } from '../../../domain/documents/document.ts';
import { VendorFault } from '../../ports/call.ts';
import type { DocumentsPort } from '../../ports/documents.ts';
import { documentText } from './document-text.ts';

/** What the readable files of a mail are. */
export interface Attached {
  /** Letters of intent and NDAs. */
  documents: ReceivedDocument[];
  /** Everything else that has text: it may be the registration's form. */
  forms: { name: string; text: string }[];
  problems: DealProblem[];
}

/** Documents and forms among the files. One that cannot be read is a problem for a person, never an error. */
export async function attached(
  files: readonly { described: Attachment; bytes: Buffer }[],
  port: DocumentsPort,
): Promise<Attached> {
  const documents: ReceivedDocument[] = [];
  const forms: { name: string; text: string }[] = [];
  const problems: DealProblem[] = [];
  const until = performance.now() + MOST_MS;
  for (const { described, bytes } of files.slice(0, MOST_READ)) {
    const { name, type, sha256, problem } = described;
    if (problem !== undefined || !/\.(?:pdf|txt)$/i.test(name)) continue;
    if (performance.now() > until) {
      described.problem = 'unreadable_too_slow';
      continue;
    }
    try {
      const text = await documentText(port, { name, type, bytes });
      const document = assessDocument({ name, sha256, text });
      if (document.kind === 'other') forms.push({ name, text });
      else documents.push(document);
      if (document.missing.length > 0) problems.push(INCOMPLETE);
    } catch (error) {
      if (!(error instanceof VendorFault)) throw error;
      const known = DOCUMENT_PROBLEMS.find((one) => one === error.code);
      described.problem = `unreadable_${known ?? 'document'}`;
    }
  }
  return { documents, forms, problems: problems.slice(0, 1) };
}

const MOST_READ = 10;
/** All files of one mail together; what is not read by then is noted, and a person opens it. */
const MOST_MS = 20_000;
const INCOMPLETE: DealProblem = {
  code: 'document_incomplete',
  field: null,
  title: 'A letter of intent or an NDA lacks something that it needs.',
};
