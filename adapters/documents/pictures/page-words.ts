import type { Box, PageLook } from '../../../domain/documents/document-reading.ts';
import type { InvoiceLanguage } from '../../../domain/invoice/invoice-labels.ts';
import { labelledCells } from '../../../domain/invoice/labelled-cells.ts';
import { languageOf } from '../../../domain/invoice/language.ts';
import { rowsOf } from '../../../domain/invoice/rows.ts';
import type { Word } from '../../../domain/invoice/word.ts';
import type { PageImage } from '../page-image.ts';
import { evenlyLit } from './even-light.ts';
import { leanOf } from './lean.ts';
import { lookOf } from './look-of.ts';
import type { OcrLanguage, Recogniser } from './recogniser.ts';
import { turnedBy } from './turned.ts';

/** What was recognised on a page that is a picture. */
export interface RecognisedPage {
  /** On the page turned so that its lines run from left to right. */
  words: Word[];
  /** Where a box of a word lies on the page as it is shown. */
  asShown(box: Box): Box;
  /** Null for a blank page. */
  look: PageLook | null;
}

/** A word below this is as likely noise of the paper as a word. */
const LEAST_SURE = 0.3;
/** Words of a strip of text are at least so sure, in the mean, where it is upright and in the right script. */
const READABLE = 0.7;
const LEAST_LETTERS = 12;
/** Of the page's height, the part that tells which side is up and which script it is. */
const STRIP = 0.25;
const FEW_WORDS = 5;
/** Shades between a word and its paper: what nobody sees is not read. */
const CONTRAST = 28;
/** Dutch has no letters that English lacks. */
const DATA: Readonly<Record<InvoiceLanguage, OcrLanguage>> = {
  ...{ en: 'eng', nl: 'eng', de: 'deu', fr: 'fra', es: 'spa', pt: 'por', ja: 'jpn' },
};

/**
 * Recognises the words of a page that is a picture: lit evenly, turned upright, in one language. First a strip of it tells which side is up and
 * which script it is, then the labels of the page tell the language.
 */
export async function pageWords(
  recogniser: Recogniser,
  image: PageImage,
  page: number,
): Promise<RecognisedPage> {
  const lit = evenlyLit(image);
  const lean = leanOf(lit);
  if (lean === null) return { words: [], asShown: (box) => box, look: null };
  const quarter = lean.sideways ? 90 : 0;
  const straight = await turnedBy(lit, quarter - lean.degrees);
  const strip = stripOf(straight.image);
  const upsideDown = await turnedBy(strip, 180);
  const read = (of: PageImage, language: OcrLanguage) => readable(recogniser.words(of, language, page));
  const tries = [
    () => ({ turned: false, language: 'eng' as const, how: read(strip, 'eng') }),
    () => ({ turned: true, language: 'eng' as const, how: read(upsideDown.image, 'eng') }),
    () => ({ turned: false, language: 'jpn' as const, how: read(strip, 'jpn') }),
    () => ({ turned: true, language: 'jpn' as const, how: read(upsideDown.image, 'jpn') }),
  ];
  let best = tries[0]?.();
  for (const one of tries.slice(1)) {
    if (best && best.how.sure >= READABLE) break;
    const other = one();
    if (!best || other.how.sure > best.how.sure) best = other;
  }
  const upright = best?.turned ? await turnedBy(lit, quarter + 180 - lean.degrees) : straight;
  const first = best?.language ?? 'eng';
  let words = recogniser.words(upright.image, first, page);
  const language = first === 'jpn' ? 'jpn' : DATA[languageOf(labelledCells(rowsOf(words))) ?? 'en'];
  if (language !== first) words = recogniser.words(upright.image, language, page);
  const seen = joinedSigns(
    words.filter((word) => word.confidence >= LEAST_SURE && isSeen(word, upright.image)),
  );
  // What is no text has no lines to be turned by.
  const shown = seen.length < FEW_WORDS ? lit : upright.image;
  return { words: seen, asShown: upright.asShown, look: lookOf(shown, seen) };
}

/** How well a strip reads: the mean confidence of its letters; 0 where there are too few. */
function readable(words: readonly Word[]): { sure: number } {
  let letters = 0;
  let sure = 0;
  for (const { text, confidence } of words) {
    const count = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
    letters += count;
    sure += count * confidence;
  }
  return { sure: letters < LEAST_LETTERS ? 0 : sure / letters };
}

/** The rows of a page with the most ink that is text: much of it, and changing often. */
function stripOf(image: PageImage): PageImage {
  const { width, height, shades } = image;
  const changes = Array.from({ length: height }, (_, y) => {
    let count = 0;
    for (let x = 1; x < width; x += 1)
      if (Math.abs((shades[y * width + x] ?? 255) - (shades[y * width + x - 1] ?? 255)) > 60) count += 1;
    return count;
  });
  const rows = Math.min(height, Math.max(200, Math.round(height * STRIP)));
  let sum = changes.slice(0, rows).reduce((all, one) => all + one, 0);
  let best = { top: 0, sum };
  for (let top = 1; top + rows <= height; top += 1) {
    sum += (changes[top + rows - 1] ?? 0) - (changes[top - 1] ?? 0);
    if (sum > best.sum) best = { top, sum };
  }
  return {
    ...image,
    height: rows,
    shades: shades.slice(best.top * width, (best.top + rows) * width),
  };
}

function isSeen({ box }: Word, { width, height, scale, shades }: PageImage): boolean {
  const [left, top] = [Math.max(0, Math.floor(box.left * scale)), Math.max(0, Math.floor(box.top * scale))];
  const right = Math.min(width, Math.ceil((box.left + box.width) * scale));
  const bottom = Math.min(height, Math.ceil((box.top + box.height) * scale));
  let [darkest, lightest] = [255, 0];
  for (let y = top; y < bottom; y += 1)
    for (let x = left; x < right; x += 1) {
      const shade = shades[y * width + x] ?? 255;
      darkest = Math.min(darkest, shade);
      lightest = Math.max(lightest, shade);
    }
  return lightest - darkest >= CONTRAST;
}

/** Kanji, kana and what stands between them. */
const SIGN = /^[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]|[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]$/u;
/** Of their height signs of one word stand apart. */
const SIGNS_APART = 0.6;

/** Japanese is recognised sign by sign; those that stand close together are one word. */
function joinedSigns(words: readonly Word[]): Word[] {
  const joined: Word[] = [];
  for (const word of words) {
    const last = joined.at(-1);
    const gap = last ? word.box.left - last.box.left - last.box.width : Infinity;
    const level = last ? Math.abs(last.box.top - word.box.top) < word.box.height : false;
    const near = gap > -word.box.height && gap < SIGNS_APART * word.box.height;
    if (!last || !level || !near || !(SIGN.test(last.text) && SIGN.test(word.text))) {
      joined.push({ ...word });
      continue;
    }
    const right = Math.max(last.box.left + last.box.width, word.box.left + word.box.width);
    const top = Math.min(last.box.top, word.box.top);
    const bottom = Math.max(last.box.top + last.box.height, word.box.top + word.box.height);
    last.text += word.text;
    last.box = { left: last.box.left, top, width: right - last.box.left, height: bottom - top };
    last.confidence = Math.min(last.confidence, word.confidence);
  }
  return joined;
}
