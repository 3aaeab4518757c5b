import type { Box } from '../documents/document-reading.ts';
import { plainText } from '../reading/plain.ts';
import { around, type Word } from './word.ts';

/** Words that stand close together on one line: a label, a value, or both. */
export interface Cell {
  /** Plain (see plainText), its words with one blank between them. */
  text: string;
  words: readonly Word[];
  /** Where each word begins in the text. */
  starts: readonly number[];
  box: Box;
}

/** What stands at one height of a page, from the left. */
export interface Row {
  page: number;
  top: number;
  bottom: number;
  cells: readonly Cell[];
}

/** A gap wider than this part of the height of the letters parts two cells; a blank is about a third of it. */
const WIDE_GAP = 0.9;
/** Of one height: the middle of a word lies within this part of the letters' height of its row's. */
const SAME_HEIGHT = 0.5;

/** The lines of each page from above, cut into cells at wide gaps. */
export function rowsOf(words: readonly Word[]): Row[] {
  const middle = ({ box }: Word) => box.top + box.height / 2;
  const sorted = words
    .filter(({ text }) => text.trim() !== '')
    .toSorted((a, b) => a.page - b.page || middle(a) - middle(b));
  const lines: Word[][] = [];
  for (const word of sorted) {
    const line = lines.at(-1);
    const first = line?.[0];
    const near =
      first?.page === word.page &&
      middle(word) - middle(first) <= SAME_HEIGHT * Math.max(4, Math.min(first.box.height, word.box.height));
    if (line && near) line.push(word);
    else lines.push([word]);
  }
  return lines.map((line) => {
    const { top, height } = around(line.map(({ box }) => box));
    return { page: line[0]?.page ?? 1, top, bottom: top + height, cells: cellsOf(line) };
  });
}

function cellsOf(line: Word[]): Cell[] {
  const groups: Word[][] = [];
  let right = -Infinity;
  for (const word of line.sort((a, b) => a.box.left - b.box.left)) {
    const wide = word.box.left - right > WIDE_GAP * Math.max(4, word.box.height);
    if (wide || groups.length === 0) groups.push([word]);
    else groups.at(-1)?.push(word);
    right = Math.max(right, word.box.left + word.box.width);
  }
  return groups.map(cellOf);
}

/** Some words, in their order, as one cell. */
export function cellOf(words: readonly Word[]): Cell {
  const starts: number[] = [];
  let text = '';
  for (const word of words) {
    if (text !== '' && !/^[,;]/.test(word.text)) text += ' ';
    starts.push(text.length);
    text += plainText(word.text.trim());
  }
  return { text, words, starts, box: around(words.map(({ box }) => box)) };
}

/** The words of a cell that hold some of its characters; all where none does. */
export function wordsWithin({ words, starts, text }: Cell, start: number, end: number): readonly Word[] {
  const within = words.filter((_, index) => {
    const from = starts[index] as number;
    return from < end && (starts[index + 1] ?? text.length + 1) - 1 > start;
  });
  return within.length > 0 ? within : words;
}
