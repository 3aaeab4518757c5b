import { parentPort } from 'node:worker_threads';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import sharp from 'sharp';
import { formOf } from './document-form.ts';
import { type PageImage, pageImages } from './page-image.ts';
import type { PagePicture } from './page-pictures.ts';
import { openPicture } from './pictures/open-picture.ts';

/** Sharp enough to read a footnote. */
const DOTS = 130;
const MOST_SIDE = 1_600;

async function picturesOf(bytes: Buffer, most: number): Promise<PagePicture[]> {
  const form = formOf(bytes);
  const images =
    form === 'pdf'
      ? [...(await pageImages(bytes, await firstPages(bytes, most), DOTS)).values()]
      : await openPicture(bytes, most);
  if (!Array.isArray(images)) return [];
  const pictures: PagePicture[] = [];
  for (const [at, image] of images.entries()) if (image) pictures.push(await pictureOf(image, at + 1));
  return pictures;
}

async function firstPages(bytes: Buffer, most: number): Promise<number[]> {
  const library = await PDFiumLibrary.init();
  try {
    const document = await library.loadDocument(bytes);
    const count = document.getPageCount();
    document.destroy();
    return Array.from({ length: Math.min(count, most) }, (_, at) => at + 1);
  } finally {
    library.destroy();
  }
}

async function pictureOf({ width, height, scale, shades }: PageImage, page: number): Promise<PagePicture> {
  const png = await sharp(shades, { raw: { width, height, channels: 1 } })
    .resize({ width: MOST_SIDE, height: MOST_SIDE, fit: 'inside', withoutEnlargement: true })
    .png({ palette: true, colours: 16 })
    .toBuffer();
  return { page, width: width / scale, height: height / scale, png: png.toString('base64') };
}

parentPort?.on('message', async ({ bytes, most }: { bytes: Uint8Array; most: number }) => {
  const pictures = await picturesOf(Buffer.from(bytes), most).catch(() => []);
  parentPort?.postMessage({ pictures });
});
