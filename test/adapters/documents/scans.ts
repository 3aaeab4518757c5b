import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { pageImages } from '../../../adapters/documents/page-image.ts';
import { pdfOf } from './pdf-files.ts';

/** The first page of a published invoice as a picture, in shades of grey. */
export async function printed(name: string, dots = 150) {
  const image = (await pageImages(readFileSync(`test/data/documents/${name}`), [1], dots)).get(1);
  if (!image) throw new Error(`${name} cannot be painted`);
  const { width, height, shades } = image;
  return sharp(shades, { raw: { width, height, channels: 1 } })
    .png()
    .toBuffer();
}

/** A page as a telephone takes it: turned, in bad light with a shadow, packed. @param degrees to the right */
export async function photographed(page: Buffer, degrees: number): Promise<Buffer> {
  const turned = await sharp(page)
    .rotate(degrees, { background: '#9a9a9a' })
    .linear(0.4, 12)
    .png()
    .toBuffer();
  const { width, height } = await sharp(turned).metadata();
  const shadow = Buffer.from(
    `<svg width="${width}" height="${height}"><defs><linearGradient id="a"><stop offset="0" stop-opacity="0"/>` +
      '<stop offset="1" stop-opacity="0.5"/></linearGradient></defs><rect width="100%" height="100%" fill="url(#a)"/></svg>',
  );
  return sharp(turned)
    .toColourspace('srgb')
    .composite([{ input: shadow }])
    .blur(0.6)
    .jpeg({ quality: 70 })
    .toBuffer();
}

/** A PDF whose first page is text, and whose second is a picture with a mark of the scanner beneath. */
export async function textAndScan(lines: readonly string[], jpeg: Buffer): Promise<Buffer> {
  const { width, height, channels } = await sharp(jpeg).metadata();
  const stream = (content: Buffer, entries = '') =>
    Buffer.concat([
      Buffer.from(`<< /Length ${content.length} ${entries} >>\nstream\n`),
      content,
      Buffer.from('\nendstream'),
    ]);
  const shown = lines.map((line) => `(${line}) Tj T*`).join('\n');
  const page = (contents: number) =>
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> /XObject << /Im 8 0 R >> >> /Contents ${contents} 0 R >>`;
  return pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [4 0 R 5 0 R] /Count 2 >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    page(6),
    page(7),
    stream(Buffer.from(`BT /F1 11 Tf 14 TL 56 780 Td\n${shown}\nET`, 'latin1')),
    stream(Buffer.from('q 595 0 0 842 0 0 cm /Im Do Q BT /F1 7 Tf 250 8 Td (Scanned by a telephone) Tj ET')),
    stream(
      jpeg,
      `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /BitsPerComponent 8 /Filter /DCTDecode /ColorSpace ${channels === 1 ? '/DeviceGray' : '/DeviceRGB'}`,
    ),
  ]);
}
