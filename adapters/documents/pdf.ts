import { lookupTable } from '../../domain/lookup-table.ts';
import type { Call } from '../ports/call.ts';
import type { DocumentText } from '../ports/documents.ts';
import { threads } from '../threads.ts';
import type { PdfAnswer } from './pdf-worker.ts';
import { refused } from './refused.ts';

const MOST_MS = 10_000;

/** Each PDF has a thread of its own: its reader keeps what it has seen. */
const read = threads<Uint8Array, PdfAnswer>(new URL('./pdf-worker.ts', import.meta.url), false);

const REASONS = lookupTable<string>({
  encrypted: 'the PDF is protected by a password; send it without',
  broken: 'the PDF is damaged; export it again',
  too_large: 'the PDF unpacks to too much; split it',
  too_slow: 'the PDF could not be read in time; print it to a new PDF',
});

/**
 * The text of a PDF, parsed in a thread of its own within ten seconds.
 * @throws VendorFault `rejected` with code `encrypted`, `broken`, `too_large` or `too_slow`
 */
export async function pdfText(
  bytes: Buffer,
  call: Pick<Call, 'timeoutMs' | 'signal'>,
): Promise<DocumentText> {
  const budget = { ms: Math.min(call.timeoutMs, MOST_MS), signal: call.signal };
  const answer = await read(new Uint8Array(bytes), budget);
  if ('code' in answer) throw refused(answer.code, REASONS[answer.code] ?? 'the PDF cannot be read');
  return answer;
}
