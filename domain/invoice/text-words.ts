import type { Place } from '../documents/document-reading.ts';
import { around, type Word } from './word.ts';

/** A letter of a typewriter is half as wide as it is high. */
const LETTER = 5;
const HEIGHT = 10;
const LINE = 12;

/** The words of a text as a typewriter sets them, so that columns made with blanks or tabs stay columns. A tab is four blanks. */
export function lineWords(text: string): Word[] {
  return text.split(/\r?\n/).flatMap((line, index) =>
    [...line.replaceAll('\t', '    ').matchAll(/\S+/g)].map(
      (match): Word => ({
        text: match[0],
        page: 1,
        box: {
          left: match.index * LETTER,
          top: index * LINE,
          width: match[0].length * LETTER,
          height: HEIGHT,
        },
        confidence: 1,
      }),
    ),
  );
}

/** Where words of lineWords stand in their text. */
export function placeInText(words: readonly Word[]): Place {
  const { left, top, width } = around(words.map(({ box }) => box));
  return {
    line: Math.round(top / LINE) + 1,
    start: Math.round(left / LETTER),
    end: Math.round((left + width) / LETTER),
  };
}
