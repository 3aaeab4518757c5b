import type { Place, ReadValue } from '../documents/document-reading.ts';
import type { Spot } from './labelled-cells.ts';
import { wordsWithin } from './rows.ts';
import { around, type Word } from './word.ts';

/** How words became what they are, and what their boxes mean. */
export interface Source {
  how: ReadValue['how'];
  /** The place of some words of a page. */
  placeOf(words: readonly Word[]): Place;
}

/** Words of a page, each with its box. */
export const onPage = (words: readonly Word[]): Place => ({
  page: words[0]?.page ?? 1,
  box: around(words.map(({ box }) => box)),
});

/** A value at some characters of a spot. @param start in the text of the cell */
export function valueAt(
  { cell }: Pick<Spot, 'cell'>,
  read: { value: string; start: number; end: number; confidence: number },
  { how, placeOf }: Source,
): ReadValue {
  const words = wordsWithin(cell, read.start, read.end);
  const sure = Math.min(...words.map(({ confidence }) => confidence));
  return {
    value: read.value,
    text: cell.text.slice(read.start, read.end).trim(),
    confidence: Math.round(read.confidence * sure * 1000) / 1000,
    how: words.some(({ recognised }) => recognised) ? 'ocr' : how,
    place: placeOf(words),
  };
}
