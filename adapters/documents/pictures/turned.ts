import sharp from 'sharp';
import type { Box } from '../../../domain/documents/document-reading.ts';
import { around } from '../../../domain/invoice/word.ts';
import type { PageImage } from '../page-image.ts';

/** A page that was turned so that its lines run from left to right. */
export interface TurnedPage {
  image: PageImage;
  /** Where a box of the turned page lies on the page as it was, both in points. */
  asShown(box: Box): Box;
}

/** Turns a page to the right, on white ground. */
export async function turnedBy(image: PageImage, degrees: number): Promise<TurnedPage> {
  if (degrees === 0) return { image, asShown: (box) => box };
  const { width, height, scale } = image;
  const { data, info } = await sharp(image.shades, { raw: { width, height, channels: 1 } })
    .rotate(degrees, { background: '#ffffff' })
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  const back = (-degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(back), Math.sin(back)];
  const point = (x: number, y: number): Box => {
    const [u, v] = [x - info.width / scale / 2, y - info.height / scale / 2];
    const left = cos * u - sin * v + width / scale / 2;
    const top = sin * u + cos * v + height / scale / 2;
    return { left, top, width: 0, height: 0 };
  };
  return {
    image: { ...image, width: info.width, height: info.height, shades: new Uint8Array(data) },
    asShown: ({ left, top, width: wide, height: high }) =>
      around([
        point(left, top),
        point(left + wide, top),
        point(left, top + high),
        point(left + wide, top + high),
      ]),
  };
}
