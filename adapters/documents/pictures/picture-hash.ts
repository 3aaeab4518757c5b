import type { Box } from '../../../domain/documents/document-reading.ts';
import type { PageImage } from '../page-image.ts';

/** Fields of the grid along each side. */
const FIELDS = 16;
/** Rows of fields that are set against one another: a heavy picture at the top leaves no mark further down. */
const BAND = 4;
/** So much of all ink lies outside on each side and is cut off: specks, and the edge of a scanner's glass. */
const OUTSIDE = 0.004;
/** Ink of a field, of 255, that noise of the paper makes too. */
const NOISE = 3;
/** A page with less ink, of all of it, is blank. */
const LEAST_INK = 0.0008;

/**
 * 256 bits that tell what a page looks like, as 64 hexadecimal figures: whether each field of a grid over its ink is darker than the middle one
 * of its band. Like pages share most of them however they were scanned, packed or cut, as far as their ink is whole. Pages of one form with
 * other words share most of them too: the hash finds what may be the same, and the figures tell whether it is. (After Yang, Gu and Niu,
 * "Block Mean Value Based Image Perceptual Hashing", 2006)
 * @param image lit evenly and upright
 * @param frame the part of it that counts, in points, such as the box of its words; null: where its ink is
 * @returns null for a blank page
 */
export function pictureHash(image: PageImage, frame: Box | null): string | null {
  const { width, height, shades } = image;
  const columns = new Float64Array(width);
  const rows = new Float64Array(height);
  let all = 0;
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const ink = 255 - (shades[y * width + x] ?? 255);
      if (ink < 64) continue;
      columns[x] = (columns[x] ?? 0) + ink;
      rows[y] = (rows[y] ?? 0) + ink;
      all += ink;
    }
  if (all < LEAST_INK * 255 * width * height) return null;
  const { scale } = image;
  const [across, down] = frame
    ? ([
        [frame.left * scale, (frame.left + frame.width) * scale],
        [frame.top * scale, (frame.top + frame.height) * scale],
      ] as const)
    : [within(columns, all), within(rows, all)];
  const fields = inkOfFields(image, across, down);
  let bits = '';
  for (let from = 0; from < fields.length; from += BAND * FIELDS) {
    const band = fields.slice(from, from + BAND * FIELDS);
    const middle = Math.max(NOISE, band.toSorted((a, b) => a - b)[band.length / 2] ?? 0);
    bits += band.map((ink) => (ink > middle ? '1' : '0')).join('');
  }
  return (bits.match(/.{4}/g) ?? []).map((four) => Number.parseInt(four, 2).toString(16)).join('');
}

/** From where to where nearly all ink lies. */
function within(ink: Float64Array, all: number): readonly [from: number, to: number] {
  let [from, to] = [0, ink.length];
  for (let sum = ink[0] ?? 0; sum < all * OUTSIDE && from < ink.length - 1; sum += ink[from] ?? 0) from += 1;
  for (let sum = ink[to - 1] ?? 0; sum < all * OUTSIDE && to > from + 1; sum += ink[to - 1] ?? 0) to -= 1;
  return [from, to];
}

/** Mean ink of each field, row by row. */
function inkOfFields(
  { width, shades }: PageImage,
  [left, right]: readonly [number, number],
  [top, bottom]: readonly [number, number],
): number[] {
  const edge = (from: number, to: number, at: number) => from + ((to - from) * at) / FIELDS;
  return Array.from({ length: FIELDS * FIELDS }, (_, index) => {
    const [column, row] = [index % FIELDS, Math.floor(index / FIELDS)];
    const [x0, x1] = [edge(left, right, column), edge(left, right, column + 1)].map(Math.round);
    const [y0, y1] = [edge(top, bottom, row), edge(top, bottom, row + 1)].map(Math.round);
    let ink = 0;
    let count = 0;
    for (let y = y0 ?? 0; y < (y1 ?? 0); y += 1)
      for (let x = x0 ?? 0; x < (x1 ?? 0); x += 1) {
        ink += 255 - (shades[y * width + x] ?? 255);
        count += 1;
      }
    return count === 0 ? 0 : ink / count;
  });
}
