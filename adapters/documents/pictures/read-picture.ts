import { checked } from '../../../domain/invoice/checked.ts';
import { metadataFindings } from '../../../domain/invoice/metadata.ts';
import { readInvoice } from '../../../domain/invoice/read-invoice.ts';
import { onPage } from '../../../domain/invoice/read-spot.ts';
import type { DocumentAnswer } from '../read-bytes.ts';
import { looksOf } from './look-of.ts';
import { openPicture } from './open-picture.ts';
import { pageWords, type RecognisedPage } from './page-words.ts';
import { pictureMetadata, takenBy } from './picture-metadata.ts';
import type { Recogniser } from './recogniser.ts';

/** A TIFF file holds several. */
const MOST_PICTURES = 10;

/** Reads a photograph or a scan: the words that are recognised in it, and what the file says of its making. */
export async function readPicture(bytes: Buffer, recogniser: Recogniser): Promise<DocumentAnswer> {
  const images = await openPicture(bytes, MOST_PICTURES);
  if (images === null) return { code: 'broken' };
  if (images === 'too_many') return { code: 'too_many_pictures' };
  const pages: RecognisedPage[] = [];
  for (const [index, image] of images.entries()) pages.push(await pageWords(recogniser, image, index + 1));
  const words = pages.flatMap((page) => page.words);
  const placeOf: typeof onPage = (of) =>
    onPage(of.map((word) => ({ ...word, box: pages[word.page - 1]?.asShown(word.box) ?? word.box })));
  const read = checked(readInvoice(words, 'ocr', placeOf));
  const metadata = pictureMetadata(bytes);
  return {
    form: 'image',
    pages: images.length,
    ...read,
    findings: [
      ...read.findings,
      // Paper is photographed long after it was printed.
      ...metadataFindings(metadata, read.fields.invoicedOn).filter(
        ({ rule }) => rule !== 'document.made_later',
      ),
    ],
    looks: looksOf(pages.map(({ look }) => look)),
    taken: takenBy(metadata),
  };
}
