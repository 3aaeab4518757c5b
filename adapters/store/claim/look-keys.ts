import type { PageLook } from '../../../domain/documents/document-reading.ts';
import { imageParts, nearParts } from './image-parts.ts';

/** So many keys has a page by its numbers, each of so many of their least hashes. */
const KEYS = 16;
const HASHES = 2;

/** Under what a page is found by pages that look like it or bear nearly the same numbers. */
export const keptLookKeys = ({ bits, numbers }: PageLook): number[] => [
  ...imageParts(bits),
  ...numberKeys(numbers),
];

/** What a page looks for. */
export const soughtLookKeys = ({ bits, numbers }: PageLook): number[] => [
  ...nearParts(bits),
  ...numberKeys(numbers),
];

/**
 * Of two pages that share seven of ten numbers nearly always one of these is the same, of two that share one of ten hardly ever.
 * They are below zero, where no part of a picture is. (Broder, "On the resemblance and containment of documents", 1997)
 */
function numberKeys(numbers: readonly string[]): number[] {
  if (numbers.length === 0) return [];
  const least = (seed: number) =>
    numbers.reduce((lowest, one) => Math.min(lowest, hashed(one, seed)), 2 ** 32);
  return Array.from({ length: KEYS }, (_, key) => {
    const of = Array.from({ length: HASHES }, (_each, at) => least(key * HASHES + at));
    return -1 - (hashed(`${key} ${of.join(' ')}`, 0) >>> 1);
  });
}

/** FNV-1a of 32 bits, with its bits mixed once more, so that seeds give orders that have nothing to do with one another. */
function hashed(text: string, seed: number): number {
  let hash = 0x811c9dc5 ^ Math.imul(seed + 1, 0x9e3779b1);
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
