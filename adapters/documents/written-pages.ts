import { type getDocumentProxy, getResolvedPDFJS } from 'unpdf';
import type { Box } from '../../domain/documents/document-reading.ts';
import type { Word } from '../../domain/invoice/word.ts';
import { paintedOver } from './pdf-paint.ts';
import { pdfWords, type TextRun } from './pdf-words.ts';

const MOST_WORDS = 60_000;
/** How sure a text is that lies behind a picture: another program read it there. */
export const BEHIND_PICTURE = 0.5;

/** A page as the file says it. */
export interface WrittenPage {
  words: Word[];
  /** Of the page, how much its largest picture covers. 0..1 */
  pictured: number;
}

/** What the file says stands on its pages; null where that is too much. */
export async function writtenPages(
  pdf: Awaited<ReturnType<typeof getDocumentProxy>>,
): Promise<WrittenPage[] | null> {
  const { OPS } = await getResolvedPDFJS();
  const pages: WrittenPage[] = [];
  let count = 0;
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const { transform: view, width, height } = page.getViewport({ scale: 1 });
    const { items } = await page.getTextContent();
    const words = pdfWords(items.filter((item) => 'str' in item) as TextRun[], view, number);
    const { invisibleText, over, pictures } = paintedOver(await page.getOperatorList(), OPS, view);
    pages.push({
      words: words.map((word) =>
        invisibleText || over.some((box) => covers(box, word.box))
          ? { ...word, confidence: BEHIND_PICTURE }
          : word,
      ),
      pictured: Math.max(0, ...pictures.map((box) => (box.width * box.height) / (width * height))),
    });
    count += words.length;
    if (count > MOST_WORDS) return null;
  }
  return pages;
}

function covers(picture: Box, { left, top, width, height }: Box): boolean {
  const across = Math.min(picture.left + picture.width, left + width) - Math.max(picture.left, left);
  const down = Math.min(picture.top + picture.height, top + height) - Math.max(picture.top, top);
  return across > 0 && down > 0 && across * down > width * height * 0.3;
}
