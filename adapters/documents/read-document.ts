import { createHash } from 'node:crypto';
import type { DocumentReading } from '../../domain/documents/document-reading.ts';
import { lookupTable } from '../../domain/lookup-table.ts';
import { type ThreadBudget, threads } from '../threads.ts';
import type { DocumentAnswer, PicturesWait } from './read-bytes.ts';
import { refused } from './refused.ts';

const MOST_BYTES = 10 * 1024 * 1024;
const MOST_MS = 30_000;
/** On a busy machine a page that is a picture takes so long, where it must be read in two languages and turned. */
const MOST_PICTURE_MS = 45_000;

/** Each document has a thread of its own: what one file does to a library must not reach the next. */
const read = threads<Uint8Array, DocumentAnswer | PicturesWait>(
  new URL('./document-thread.ts', import.meta.url),
  false,
);
/** Of their own, so that a document with text never waits for one that is a picture. */
const recognise = threads<Uint8Array, DocumentAnswer>(
  new URL('./pictures/picture-thread.ts', import.meta.url),
  false,
);

/** Why a document is not read, by the code of the refusal. */
const REASONS = lookupTable<string>({
  broken: 'the document is damaged or is not what it begins as; export it again',
  empty: 'the document is empty; send the file again',
  encrypted: 'the document is protected by a password; send it without',
  heic: 'the picture is in the form HEIC or AVIF, which is not read; send it as JPEG or PDF',
  macros: 'the document holds macros, links to other files or other files; save it without them',
  too_large: 'the document is larger than 10 MB or unpacks to too much; split it',
  too_many_lines: 'the document has more than 20,000 lines; split it',
  too_many_pages: 'the document has more than 50 pages; send the pages that prove the claim',
  too_many_pictures:
    'the document has more than 10 pages that are pictures; send the pages that prove the claim',
  too_slow: 'the document could not be read in time; print it to a new PDF',
  unsupported:
    'the document is none of PDF, JPEG, PNG, WebP, TIFF, XML invoice, XLSX, ODS, CSV with headings and e-mail; save it as one of them',
});

/**
 * Reads a document of a claim: what it is by its bytes, whatever it is called, and what stands in it. It is read in a thread with a budget
 * of time and memory; nothing in it is run, and nothing that it points to is opened.
 * @param budget `ms`: for the file, and for each page that is a picture
 * @throws VendorFault `rejected` with code `broken`, `empty`, `encrypted`, `heic`, `macros`, `too_large`, `too_many_lines`,
 * `too_many_pages`, `too_many_pictures`, `too_slow` or `unsupported`
 */
export async function readDocument(
  { name, bytes }: { name: string; bytes: Uint8Array },
  { ms, signal }: Partial<ThreadBudget> = {},
): Promise<DocumentReading> {
  if (bytes.length === 0) throw refusal('empty');
  if (bytes.length > MOST_BYTES) throw refusal('too_large');
  const first = await read(new Uint8Array(bytes), { ms: ms ?? MOST_MS, signal });
  const answer =
    'pictures' in first
      ? await recognise(new Uint8Array(bytes), {
          ms: (ms ?? MOST_MS) + first.pictures * (ms ?? MOST_PICTURE_MS),
          signal,
        })
      : first;
  if ('code' in answer) throw refusal(answer.code);
  const document = createHash('sha256').update(bytes).digest('hex');
  return { schemaVersion: 1, document, name, ...answer };
}

function refusal(code: string): Error {
  return refused(code, REASONS[code] ?? 'the document cannot be read');
}
