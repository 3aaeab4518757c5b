import sharp from 'sharp';
import type { PageImage } from '../page-image.ts';

/** The longer side of a picture, in points: as if it were a sheet of A4. Places on a picture are told in these. */
export const PICTURE_POINTS = 842;
/** Its longer side is read with at most so many dots: at 200 to an inch of A4 letters of 8 points are 22 high. */
const MOST_SIDE = 2_340;
/** A picture that unpacks to more is a bomb; a telephone's has 200 million. */
const MOST_DOTS = 210_000_000;

/**
 * Opens the pictures of a file as they are shown, upright as the camera says.
 * @returns null where one cannot be opened; `too_many` where there are more than `most`
 */
export async function openPicture(bytes: Buffer, most: number): Promise<PageImage[] | 'too_many' | null> {
  try {
    const { pages = 1 } = await sharp(bytes, { limitInputPixels: MOST_DOTS }).metadata();
    if (pages > most) return 'too_many';
    const images: PageImage[] = [];
    for (let page = 0; page < pages; page += 1) images.push(await imageOf(bytes, page));
    return images;
  } catch {
    return null;
  }
}

async function imageOf(bytes: Buffer, page: number): Promise<PageImage> {
  const { data, info } = await sharp(bytes, {
    ...{ page, autoOrient: true, failOn: 'truncated', sequentialRead: true },
    limitInputPixels: MOST_DOTS,
  })
    .flatten({ background: '#ffffff' })
    .resize({ width: MOST_SIDE, height: MOST_SIDE, fit: 'inside', withoutEnlargement: true })
    .toColourspace('b-w')
    .extractChannel(0)
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  return { width, height, scale: Math.max(width, height) / PICTURE_POINTS, shades: new Uint8Array(data) };
}
