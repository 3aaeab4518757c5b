import { getDocumentProxy, getResolvedPDFJS } from 'unpdf';
import type { Box, DocumentFinding } from '../../domain/documents/document-reading.ts';
import { checked } from '../../domain/invoice/checked.ts';
import { metadataFindings } from '../../domain/invoice/metadata.ts';
import { withoutOverprinted } from '../../domain/invoice/overprinted.ts';
import { heldAgainstPages } from '../../domain/invoice/printed-otherwise.ts';
import { readInvoice } from '../../domain/invoice/read-invoice.ts';
import { onPage } from '../../domain/invoice/read-spot.ts';
import type { Word } from '../../domain/invoice/word.ts';
import { attachedInvoice } from './attached-invoice.ts';
import { pageImages } from './page-image.ts';
import { pdfMetadata } from './pdf-metadata.ts';
import { paintedOver } from './pdf-paint.ts';
import { pdfWords, type TextRun } from './pdf-words.ts';
import type { DocumentAnswer } from './read-bytes.ts';
import { seenOn } from './visible-words.ts';

const MOST_PAGES = 50;
const MOST_WORDS = 60_000;
/** Dots to an inch at which it shows whether a word is seen. */
const DOTS = 100;
/** How sure a text is that lies behind a picture: another program read it there. */
const BEHIND_PICTURE = 0.5;
/** How sure a word is of which the page shows not every letter in its place, or that could not be painted. */
const UNSURE = 0.85;

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

/** Reads a PDF: the invoice that is attached to it as XML, else the words that a person sees on its pages. */
export async function readPdf(bytes: Buffer): Promise<DocumentAnswer> {
  try {
    const pdf = await getDocumentProxy(new Uint8Array(bytes), {
      verbosity: 0,
      stopAtErrors: false,
      useSystemFonts: false,
    });
    if (pdf.numPages > MOST_PAGES) return { code: 'too_many_pages' };
    return await readOpened(pdf, bytes);
  } catch (error) {
    return { code: (error as Error).name === 'PasswordException' ? 'encrypted' : 'broken' };
  }
}

async function readOpened(pdf: Pdf, bytes: Buffer): Promise<DocumentAnswer> {
  const attached = await attachedInvoice(pdf);
  const written = await writtenWords(pdf);
  if (written === null) return { code: 'too_large' };
  const { words, findings } = await seenWords(written, pdf.numPages, bytes);
  const printed = readInvoice(words, 'text_layer');
  const content =
    attached === null || attached === 'several' ? printed : heldAgainstPages(attached, printed, words);
  if (attached === 'several') findings.push(SEVERAL);
  const { info } = await pdf.getMetadata();
  const read = checked(content);
  return {
    form: 'pdf',
    pages: pdf.numPages,
    ...read,
    findings: [
      ...findings,
      ...read.findings,
      ...metadataFindings(pdfMetadata(info as Record<string, unknown>), read.fields.invoicedOn),
    ],
  };
}

/** What the file says stands on its pages; null where that is too much. */
async function writtenWords(pdf: Pdf): Promise<Word[] | null> {
  const { OPS } = await getResolvedPDFJS();
  const words: Word[] = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const view = page.getViewport({ scale: 1 }).transform;
    const { items } = await page.getTextContent();
    const here = pdfWords(items.filter((item) => 'str' in item) as TextRun[], view, number);
    if (here.length > 0) {
      const { invisibleText, over } = paintedOver(await page.getOperatorList(), OPS, view);
      for (const word of here) {
        const covered = over.some((box) => covers(box, word.box));
        words.push(invisibleText || covered ? { ...word, confidence: BEHIND_PICTURE } : word);
      }
    }
    if (words.length > MOST_WORDS) return null;
  }
  return words;
}

function covers(picture: Box, { left, top, width, height }: Box): boolean {
  const across = Math.min(picture.left + picture.width, left + width) - Math.max(picture.left, left);
  const down = Math.min(picture.top + picture.height, top + height) - Math.max(picture.top, top);
  return across > 0 && down > 0 && across * down > width * height * 0.3;
}

/** The words that a person sees, and what was written so that nobody sees it, or reads it in two ways. */
async function seenWords(
  written: readonly Word[],
  pages: number,
  bytes: Buffer,
): Promise<{ words: Word[]; findings: DocumentFinding[] }> {
  if (written.length === 0) return { words: [], findings: [NO_TEXT] };
  const images = await pageImages(bytes, pages, DOTS);
  const hidden: Word[] = [];
  const shown: Word[] = [];
  for (const word of written) {
    const image = images[word.page - 1];
    const says = /[\p{L}\p{N}]/u.test(word.text);
    const how = !says ? 'seen' : image ? seenOn(word, image) : 'unsure';
    if (how !== 'hidden')
      shown.push(how === 'seen' ? word : { ...word, confidence: Math.min(word.confidence, UNSURE) });
    else if (!IMPRINT.has(word.text)) hidden.push(word);
  }
  const { words, over } = withoutOverprinted(shown);
  const findings: DocumentFinding[] = [];
  if (hidden.length > 0)
    findings.push({
      rule: 'document.hidden_text',
      text: `${hidden.length} words stand in the file and are not seen on its pages; they were not read.`,
      place: onPage(hidden.slice(0, 1)),
    });
  if (over.length > 0)
    findings.push({
      rule: 'document.overprinted',
      text: `${over.length} words are printed on one another; they were not read.`,
      place: onPage(over.slice(0, 1)),
    });
  if (words.some(({ confidence }) => confidence <= BEHIND_PICTURE)) findings.push(BEHIND);
  return { words, findings };
}

/** What a common program writes on each page in letters of a point. */
const IMPRINT = new Set(['Powered', 'by', 'TCPDF', '(www.tcpdf.org)']);

const NO_TEXT: DocumentFinding = {
  rule: 'document.no_text',
  text: 'The pages are pictures: no text stands in the file.',
  place: null,
};
const BEHIND: DocumentFinding = {
  rule: 'document.text_behind_picture',
  text: 'Text of the file lies behind a picture: what a person sees may be another.',
  place: null,
};
const SEVERAL: DocumentFinding = {
  rule: 'document.contradiction',
  text: 'The file carries more than one electronic invoice; none of them was read.',
  place: null,
};
