import type { PageLook } from '../../../domain/documents/document-reading.ts';
import { around, type Word } from '../../../domain/invoice/word.ts';
import type { PageImage } from '../page-image.ts';
import { pictureHash } from './picture-hash.ts';

/** Of a longer document the first pages tell it apart. */
const MOST_LOOKS = 4;
/** A page with fewer words is framed by its ink. */
const FEW_WORDS = 5;
/** A word below this may be a stain at the edge. */
const SURE = 0.6;
/** Numbers of so many figures tell one paper from another; smaller ones stand on many. */
const NUMBER = /\d(?:[.,'/ -]?\d){2,}/g;
const MOST_NUMBERS = 400;

/**
 * What a page looks like, and which numbers stand on it; null for a blank one. The box of its words is what counts: what lies around a page on
 * the glass of a scanner or on a desk, and how much of its margin was cut off, leaves no trace.
 * @param image lit evenly and upright @param words on it
 */
export function lookOf(image: PageImage, words: readonly Word[]): PageLook | null {
  const framing = words.filter(({ text, confidence }) => confidence >= SURE && /[\p{L}\p{N}]{2}/u.test(text));
  const frame = framing.length < FEW_WORDS ? null : around(framing.map(({ box }) => box));
  const bits = pictureHash(image, frame);
  const numbers = words.flatMap(({ text }) =>
    (text.match(NUMBER) ?? []).map((one) => one.replace(/\D/g, '')),
  );
  return bits === null ? null : { bits, numbers: [...new Set(numbers)].slice(0, MOST_NUMBERS) };
}

/** The looks of a document, each once. */
export function looksOf(looks: readonly (PageLook | null | undefined)[]): PageLook[] {
  const each = looks.filter((look) => look !== null && look !== undefined);
  return [...new Map(each.map((look) => [look.bits, look])).values()].slice(0, MOST_LOOKS);
}
