import { lookupTable } from '../lookup-table.ts';
import { readingOfHeadings, readingOfLanguage } from './by-headings.ts';
import { CODE_PAGES, type CodePage, readAs } from './code-pages.ts';
import { doubleByteReadings } from './double-byte.ts';
import { plausible } from './plausible-words.ts';

/** A file as text, or why it is not read as one. */
export type Decoded =
  | {
      text: string;
      /** As the Encoding Standard calls it, in lower case. */
      encoding: string;
      /**
       * `proved`: by a mark or by UTF-8's own form; `found`: the only one whose words are words; `headings`: the only one that goes with the
       * words of the headings; `stated`: somebody said so.
       */
      how: 'proved' | 'found' | 'headings' | 'stated';
    }
  /** Two that read different letters, each with the first places where they differ, at most three. */
  | { between: readonly [EncodingReading, EncodingReading] }
  | { wrong: 'unknown_encoding' | 'not_in_stated' | 'no_encoding' | 'not_text' };

export interface EncodingReading {
  encoding: string;
  letters: string[];
}

/**
 * Finds the encoding of a text file from its bytes. A mark at the beginning and the form of UTF-8 prove theirs, whatever was stated. For
 * the others every word is looked at: an encoding stays where all of them are words of some language. Of two that read different
 * letters neither is chosen.
 * @param stated label of an encoding (Encoding Standard), or null
 * @param isHeading whether a word is a known heading
 */
export function decode(
  bytes: Uint8Array,
  stated: string | null,
  isHeading: (word: string) => boolean = () => false,
): Decoded {
  const marked = encodingOfMark(bytes) ?? encodingOfZeros(bytes);
  if (marked) return decoded(bytes, marked, 'proved') ?? { wrong: 'not_text' };
  const sevenBits = bytes.every((byte) => byte < 0x80);
  if (sevenBits && bytes.includes(0x1b)) {
    const japanese = decoded(bytes, 'iso-2022-jp', 'found');
    if (japanese) return japanese;
  }
  const utf8 = decoded(bytes, 'utf-8', 'proved');
  if (utf8) return utf8;
  if (bytes.includes(0)) return { wrong: 'not_text' };
  return stated === null ? found(bytes, isHeading) : asStated(bytes, stated);
}

function encodingOfMark([a, b, c, d]: Uint8Array): string | null {
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? null : 'utf-16le';
  return a === 0xfe && b === 0xff ? 'utf-16be' : null;
}

/** Bytes that show which half of each character of UTF-16 is zero: headings, figures and marks are Latin in any file. */
const LOOKED_AT = 4_096;

function encodingOfZeros(bytes: Uint8Array): string | null {
  const zeros = [0, 0];
  for (const [at, byte] of bytes.subarray(0, LOOKED_AT).entries())
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] as number) + 1;
  const [even, odd] = zeros as [number, number];
  const many = Math.min(bytes.length, LOOKED_AT) / 10;
  if (Math.max(even, odd) < many || bytes.length % 2 === 1) return null;
  if (even * 20 < odd) return 'utf-16le';
  return odd * 20 < even ? 'utf-16be' : null;
}

function decoded(bytes: Uint8Array, encoding: string, how: 'proved' | 'found' | 'stated') {
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding, how };
  } catch {
    return null;
  }
}

/** Whether a label names an encoding that can be read. */
export function isEncoding(label: string): boolean {
  return encodingOf(label) !== null;
}

/** The encoding that a label stands for, by the name that the Encoding Standard has for it. */
export function encodingOf(stated: string): string | null {
  const label = stated.trim().toLowerCase();
  const own = CODE_PAGES.find(({ name }) => name === label || ALSO_CALLED[name]?.test(label));
  if (own) return own.name;
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return null;
  }
}

function asStated(bytes: Uint8Array, stated: string): Decoded {
  const encoding = encodingOf(stated);
  if (encoding === null) return { wrong: 'unknown_encoding' };
  const page = CODE_PAGES.find(({ name }) => name === encoding);
  const read = page ? ofPage(page, bytes, 'stated') : decoded(bytes, encoding, 'stated');
  return read ?? { wrong: 'not_in_stated' };
}

/** Names that people use and the Encoding Standard does not know. */
const ALSO_CALLED = lookupTable<RegExp>({
  'windows-1252': /^(?:cp|win(?:dows)?[ -]?)1252$|^ansi$/,
  'windows-1250': /^(?:cp|win(?:dows)?[ -]?)1250$/,
  'windows-1251': /^(?:cp|win(?:dows)?[ -]?)1251$/,
  macintosh: /^mac(?:[ -]?(?:os[ -]?)?roman)?$/,
  ibm850: /^(?:cp|ibm|dos)?[ -]?850$/,
});

/** A byte that the code page leaves open, or a control character, is no text in it. */
function ofPage(page: CodePage, bytes: Uint8Array, how: 'found' | 'stated') {
  const text = readAs(page, latin1(bytes));
  return /[^\P{Cc}\t\n\r\0]|\ufffd/u.test(text) ? null : { text, encoding: page.name, how };
}

/** More different words than these show nothing new. */
const MOST_WORDS = 20_000;
const WORD = /[A-Za-z'\u0080-\u00ff]+/g;
const BEYOND_ASCII = /[\u0080-\u00ff]/;

function found(bytes: Uint8Array, isHeading: (word: string) => boolean): Decoded {
  const whole = latin1(bytes);
  const words = new Set<string>();
  for (const [word] of whole.matchAll(WORD)) {
    if (BEYOND_ASCII.test(word)) words.add(word);
    if (words.size === MOST_WORDS) break;
  }
  const byPage = CODE_PAGES.filter((page) =>
    [...words].every((word) => plausible(readAs(page, word), page.alphabets)),
  ).flatMap((page) => ofPage(page, bytes, 'found') ?? []);
  const readings = [
    ...byPage,
    ...doubleByteReadings(bytes).map((each) => ({ ...each, how: 'found' as const })),
  ];
  const [first, ...others] = readings;
  if (!first) return { wrong: 'no_encoding' };
  const other = others.find(({ text }) => text !== first.text);
  if (!other) return first;
  const chosen = readingOfHeadings(readings, isHeading) ?? readingOfLanguage(byPage, whole, [...words]);
  return chosen ? { ...chosen, how: 'headings' } : { between: differing(first, other) };
}

const MOST_SHOWN = 3;

/** The letters at which two readings of the same bytes differ; letters alone, since a word may be somebody's name. */
function differing(
  one: { encoding: string; text: string },
  other: { encoding: string; text: string },
): readonly [EncodingReading, EncodingReading] {
  if (one.text.length !== other.text.length) return [lettersOf(one), lettersOf(other)];
  const pairs = new Map<string, string>();
  for (let at = 0; at < one.text.length && pairs.size < MOST_SHOWN; at += 1) {
    const [a, b] = [one.text.charAt(at), other.text.charAt(at)];
    if (a !== b) pairs.set(a, b);
  }
  return [
    { encoding: one.encoding, letters: [...pairs.keys()] },
    { encoding: other.encoding, letters: [...pairs.values()] },
  ];
}

function lettersOf({ encoding, text }: { encoding: string; text: string }): EncodingReading {
  const letters = text.match(/[^\p{ASCII}\p{Z}]/gu)?.slice(0, 100) ?? [];
  return { encoding, letters: [...new Set(letters)].slice(0, MOST_SHOWN) };
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
