import { PDFiumLibrary } from '@hyzyla/pdfium';

/** A page as it is shown, in shades of grey from 0 (black) to 255, row by row. */
export interface PageImage {
  width: number;
  height: number;
  /** Pixels to a point. */
  scale: number;
  shades: Uint8Array;
}

/** A page of a poster is painted smaller. */
const MOST_PIXELS = 12_000_000;

/**
 * Paints pages of a PDF, forms filled in.
 * @param pages their numbers, 1 for the first
 * @param dots to an inch
 * @returns by the number of the page; null for one that cannot be painted
 */
export async function pageImages(
  bytes: Uint8Array,
  pages: readonly number[],
  dots: number,
): Promise<ReadonlyMap<number, PageImage | null>> {
  const library = await PDFiumLibrary.init();
  const images = new Map<number, PageImage | null>();
  try {
    const document = await library.loadDocument(bytes);
    for (const number of pages) {
      try {
        const page = document.getPage(number - 1);
        const { originalWidth, originalHeight } = page.getOriginalSize();
        const wanted = dots / 72;
        const most = Math.sqrt(MOST_PIXELS / Math.max(1, originalWidth * originalHeight));
        const scale = Math.min(wanted, most);
        const { width, height, data } = await page.render({
          scale,
          colorSpace: 'Gray',
          renderFormFields: true,
        });
        images.set(number, { width, height, scale: width / originalWidth, shades: data });
      } catch {
        images.set(number, null);
      }
    }
    document.destroy();
  } finally {
    library.destroy();
  }
  return images;
}
