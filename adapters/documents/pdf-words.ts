import type { Word } from '../../domain/invoice/word.ts';
import { type Matrix, product } from './matrix.ts';

/** A run of text as pdf.js gives it. */
export interface TextRun {
  str: string;
  /** From the text to the page, which begins at the bottom left. */
  transform: number[];
  width: number;
  hasEOL: boolean;
}

/** Letters that follow one another within this part of their height are one word. */
const JOINED = 0.12;
/** Of the height of its letters a line stands above what carries it. */
const ASCENT = 0.8;
/** A line that leans more is no text of a form. */
const MOST_LEAN = 0.1;

/**
 * The words of a page with their boxes.
 * @param view from the page to the page as it is shown, which begins at the top left
 */
export function pdfWords(runs: readonly TextRun[], view: Matrix, page: number): Word[] {
  const words: Word[] = [];
  let joins = false;
  for (const { str, transform, width, hasEOL } of runs) {
    const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = product(view, transform);
    const height = Math.hypot(c, d);
    const scale = Math.hypot(view[0] ?? 1, view[1] ?? 0);
    if (str === '' || height === 0 || Math.abs(b) > MOST_LEAN * Math.abs(a) || a < 0) {
      joins = false;
      continue;
    }
    const letter = (width * scale) / lettersIn(str);
    let before = 0;
    let counted = 0;
    for (const match of str.matchAll(/\S+/g)) {
      counted += lettersIn(str.slice(before, match.index));
      const wide = lettersIn(match[0]);
      const box = {
        left: x + counted * letter,
        top: y - ASCENT * height,
        ...{ width: wide * letter, height },
      };
      counted += wide;
      before = match.index + match[0].length;
      const last = words.at(-1);
      if (joins && match.index === 0 && last && touches(last.box, box)) {
        last.text += match[0];
        last.box = { ...last.box, width: box.left + box.width - last.box.left };
      } else words.push({ text: match[0], page, box, confidence: 1 });
    }
    joins = !hasEOL && /\S$/.test(str);
  }
  return words;
}

function touches(a: Word['box'], b: Word['box']): boolean {
  const gap = b.left - (a.left + a.width);
  return Math.abs(a.top - b.top) < 0.3 * b.height && Math.abs(gap) < JOINED * b.height;
}

/** Of most typefaces: how wide letters are beside a figure. */
const WIDTHS: ReadonlyArray<readonly [RegExp, number]> = [
  [/[iljftI.,:;'|!()[\]/ ]/, 0.5],
  [/[mwMW@%—]/, 1.5],
  [/[A-ZÀ-Þ]/, 1.2],
  [/[\u3000-\uffef]/, 1.8],
];

/** How many figures wide a text is, nearly: the file says how wide all of it is, and not each word. */
function lettersIn(text: string): number {
  let width = 0;
  for (const letter of text) width += WIDTHS.find(([letters]) => letters.test(letter))?.[1] ?? 1;
  return width;
}
