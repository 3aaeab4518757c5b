import { getDocumentProxy } from 'unpdf';
import type { DocumentFinding } from '../../domain/documents/document-reading.ts';
import { checked } from '../../domain/invoice/checked.ts';
import { metadataFindings } from '../../domain/invoice/metadata.ts';
import { withoutOverprinted } from '../../domain/invoice/overprinted.ts';
import { heldAgainstPages } from '../../domain/invoice/printed-otherwise.ts';
import { readInvoice } from '../../domain/invoice/read-invoice.ts';
import { onPage, type Source } from '../../domain/invoice/read-spot.ts';
import type { Word } from '../../domain/invoice/word.ts';
import { attachedInvoice } from './attached-invoice.ts';
import { type PageImage, pageImages } from './page-image.ts';
import { pdfMetadata } from './pdf-metadata.ts';
import { evenlyLit } from './pictures/even-light.ts';
import { lookOf, looksOf } from './pictures/look-of.ts';
import { pageWords, type RecognisedPage } from './pictures/page-words.ts';
import { pictureMetadata, takenBy } from './pictures/picture-metadata.ts';
import type { Recogniser } from './pictures/recogniser.ts';
import type { DocumentAnswer, PicturesWait } from './read-bytes.ts';
import { seenOn } from './visible-words.ts';
import { BEHIND_PICTURE, type WrittenPage, writtenPages } from './written-pages.ts';

const MOST_PAGES = 50;
/** Dots to an inch at which it shows whether a word is seen. */
const DOTS = 100;
/** Dots to an inch at which a page that is a picture is read. */
const RECOGNISED_DOTS = 200;
const MOST_PICTURES = 10;
/** A page with fewer words and a picture of this part of it is a scan with a mark or a stamp of a program. */
const FEW_WORDS = 25;
const LARGE_PICTURE = 0.3;
/** How sure a word is of which the page shows not every letter in its place, or that could not be painted. */
const UNSURE = 0.85;

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

/**
 * Reads a PDF: the invoice that is attached to it as XML, else the words that a person sees on its pages.
 * @param recogniser reads pages that are pictures; null: how many there are is told instead, for it takes long
 */
export async function readPdf(
  bytes: Buffer,
  recogniser: Recogniser | null,
): Promise<DocumentAnswer | PicturesWait> {
  try {
    const pdf = await getDocumentProxy(new Uint8Array(bytes), {
      verbosity: 0,
      stopAtErrors: false,
      useSystemFonts: false,
    });
    if (pdf.numPages > MOST_PAGES) return { code: 'too_many_pages' };
    return await readOpened(pdf, bytes, recogniser);
  } catch (error) {
    return { code: (error as Error).name === 'PasswordException' ? 'encrypted' : 'broken' };
  }
}

async function readOpened(
  pdf: Pdf,
  bytes: Buffer,
  recogniser: Recogniser | null,
): Promise<DocumentAnswer | PicturesWait> {
  const attached = await attachedInvoice(pdf);
  const written = await writtenPages(pdf);
  if (written === null) return { code: 'too_large' };
  const images = await pageImages(
    bytes,
    written.map((_, index) => index + 1),
    DOTS,
  );
  const seen = seenWords(
    written.flatMap((page) => page.words),
    images,
  );
  const looks = written.map((_, index) => {
    const image = images.get(index + 1);
    return image
      ? lookOf(
          evenlyLit(image),
          seen.words.filter(({ page }) => page === index + 1),
        )
      : null;
  });
  const pictured = written.flatMap((page, index) =>
    looks[index] && isPicture(page, index + 1, seen.words) ? [index + 1] : [],
  );
  if (pictured.length > MOST_PICTURES) return { code: 'too_many_pictures' };
  if (pictured.length > 0 && recogniser === null) return { code: 'pictures', pictures: pictured.length };
  const recognised = recogniser
    ? await recognisedPages(bytes, pictured, recogniser)
    : new Map<number, RecognisedPage>();
  const words = [
    ...seen.words.filter(({ page }) => !recognised.has(page)),
    ...[...recognised.values()].flatMap((page) => page.words),
  ];
  const placeOf: Source['placeOf'] = (of) =>
    onPage(of.map((word) => ({ ...word, box: recognised.get(word.page)?.asShown(word.box) ?? word.box })));
  const printed = readInvoice(words, 'text_layer', placeOf);
  const content =
    attached === null || attached === 'several' ? printed : heldAgainstPages(attached, printed, words);
  const { info } = await pdf.getMetadata();
  const read = checked(content);
  return {
    form: 'pdf',
    pages: pdf.numPages,
    ...read,
    findings: [
      ...seen.findings,
      ...(words.length === 0 ? [NO_TEXT] : []),
      ...(words.some(({ confidence, recognised: how }) => !how && confidence <= BEHIND_PICTURE)
        ? [BEHIND]
        : []),
      ...(attached === 'several' ? [SEVERAL] : []),
      ...read.findings,
      ...metadataFindings(pdfMetadata(info as Record<string, unknown>), read.fields.invoicedOn),
    ],
    ...(pictured.length > 0 ? { taken: takenBy(pictureMetadata(bytes)) } : {}),
    looks: looksOf(looks.map((look, index) => recognised.get(index + 1)?.look ?? look)),
  };
}

/** Whether what a person sees on a page is a picture, beside which the file writes hardly anything that is seen. */
function isPicture({ pictured }: WrittenPage, number: number, seen: readonly Word[]): boolean {
  const words = seen.filter(({ page, confidence }) => page === number && confidence > BEHIND_PICTURE);
  return words.length === 0 || (words.length < FEW_WORDS && pictured >= LARGE_PICTURE);
}

async function recognisedPages(
  bytes: Buffer,
  pages: readonly number[],
  recogniser: Recogniser,
): Promise<Map<number, RecognisedPage>> {
  const found = new Map<number, RecognisedPage>();
  for (const number of pages) {
    const image = (await pageImages(bytes, [number], RECOGNISED_DOTS)).get(number);
    if (image) found.set(number, await pageWords(recogniser, image, number));
  }
  return found;
}

/** The words that a person sees, and what was written so that nobody sees it, or reads it in two ways. */
function seenWords(
  written: readonly Word[],
  images: ReadonlyMap<number, PageImage | null>,
): { words: Word[]; findings: DocumentFinding[] } {
  const hidden: Word[] = [];
  const shown: Word[] = [];
  for (const word of written) {
    const image = images.get(word.page);
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
  return { words, findings };
}

/** What a common program writes on each page in letters of a point. */
const IMPRINT = new Set(['Powered', 'by', 'TCPDF', '(www.tcpdf.org)']);

const NO_TEXT: DocumentFinding = {
  rule: 'document.no_text',
  text: 'No text was found on its pages.',
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
