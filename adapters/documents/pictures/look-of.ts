import type { PageImage } from '../page-image.ts';
import { evenlyLit } from './even-light.ts';
import { pictureHash } from './picture-hash.ts';

/** Of a longer document the first pages tell it apart. */
const MOST_LOOKS = 10;

/** What a painted page looks like; null for a blank one, and for one that could not be painted. */
export function lookOf(image: PageImage | null | undefined): string | null {
  return image ? pictureHash(evenlyLit(image)) : null;
}

/** The looks of a document, each once. */
export function looksOf(looks: readonly (string | null)[]): string[] {
  return [...new Set(looks.filter((look) => look !== null))].slice(0, MOST_LOOKS);
}
