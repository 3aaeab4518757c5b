import type { Word } from '../../domain/invoice/word.ts';
import type { PageImage } from './page-image.ts';

/** Letters this small, in points, nobody reads. */
const LEAST_HEIGHT = 2.5;
/** A shade apart from the one behind it, of 255. */
const CONTRAST = 28;
/** Ruling lines go on beyond the box by so many pixels. */
const BEYOND = 2;
/** Of a word of letters so many show ink; of a number each figure does, since one that is not seen changes it. */
const SEEN_LETTERS = 0.5;

/**
 * Whether a person who looks at the page sees that something is written where a word is said to stand. Where the file says how wide a
 * whole line is, its words are placed nearly: a number of which only the first or the last figure is not seen there is unsure.
 */
export function seenOn({ text, box }: Word, image: PageImage): 'seen' | 'unsure' | 'hidden' {
  if (box.height < LEAST_HEIGHT) return 'hidden';
  const { width, height, scale } = image;
  const left = Math.max(0, Math.floor(box.left * scale));
  const right = Math.min(width, Math.ceil((box.left + box.width) * scale));
  const top = Math.max(0, Math.floor(box.top * scale));
  const bottom = Math.min(height, Math.ceil((box.top + box.height) * scale));
  if (right <= left || bottom <= top) return 'hidden';
  const behind = commonShade(image, left, right, top, bottom);
  const isInk = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < width && y < height && Math.abs(shadeAt(image, x, y) - behind) >= CONTRAST;
  const rows = range(top, bottom).filter(
    (y) => !range(left - BEYOND, right + BEYOND).every((x) => isInk(x, y)),
  );
  const seen = range(left, right).map(
    (x) => rows.some((y) => isInk(x, y)) && !range(top - BEYOND, bottom + BEYOND).every((y) => isInk(x, y)),
  );
  const letters = [...text];
  const shown = letters.map((_, index) => {
    const from = Math.floor((index * seen.length) / letters.length);
    const to = Math.max(from + 1, Math.ceil(((index + 1) * seen.length) / letters.length));
    return seen.slice(from, to).includes(true);
  });
  const missing = shown.filter((one) => !one).length;
  if (missing === 0) return 'seen';
  if (!/\d/.test(text)) return missing <= (1 - SEEN_LETTERS) * letters.length ? 'seen' : 'hidden';
  const atAnEnd = missing === 1 && letters.length > 1 && (shown[0] === false || shown.at(-1) === false);
  return atAnEnd ? 'unsure' : 'hidden';
}

function shadeAt({ width, shades }: PageImage, x: number, y: number): number {
  return shades[y * width + x] ?? 255;
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

/** The shade that most of a box has, in steps of 16. */
function commonShade(image: PageImage, left: number, right: number, top: number, bottom: number): number {
  const counted = new Uint32Array(16);
  const sums = new Float64Array(16);
  for (let y = top; y < bottom; y += 1)
    for (let x = left; x < right; x += 1) {
      const shade = shadeAt(image, x, y);
      counted[shade >> 4] = (counted[shade >> 4] ?? 0) + 1;
      sums[shade >> 4] = (sums[shade >> 4] ?? 0) + shade;
    }
  const most = counted.indexOf(Math.max(...counted));
  return (sums[most] ?? 255) / Math.max(1, counted[most] ?? 1);
}
