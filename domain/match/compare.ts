import { type CompanyName, readName } from './company-name.ts';
import { type Address, addressOf, compareAddresses } from './compare-address.ts';
import { compareHosts, type Host, hostOfText } from './compare-domain.ts';
import { compareNames } from './compare-names.ts';
import {
  compareDates,
  compareEmails,
  compareNumbers,
  comparePhones,
  compareSets,
  compareStrings,
} from './compare-values.ts';
import { compareWords, type Likeness } from './compare-words.ts';
import { fold } from './fold.ts';
import { listedFrequency } from './frequency.ts';
import type { FieldComparison, Frequencies, Row } from './model.ts';
import { textWords, type Words } from './words.ts';

/** A value made ready to be compared many times. */
export type Prepared =
  | { as: 'name'; name: CompanyName }
  | { as: 'words'; words: Words }
  | { as: 'host'; host: Host }
  | { as: 'text'; text: string }
  | { as: 'number'; number: number }
  | { as: 'set'; set: ReadonlySet<string> }
  | { as: 'address'; address: Address };

/** Makes a field's value ready; null when it says nothing (missing, blank, not of the kind). */
export function prepare(compare: FieldComparison, value: Row[string] | undefined): Prepared | null {
  if (value === null || value === undefined) return null;
  const list = typeof value === 'string' ? [value] : value;
  const text = typeof value === 'string' ? value.trim() : value.join(' ').trim();
  if (compare === 'address') return wrap(addressOf(list), (address) => ({ as: 'address', address }));
  if (text === '') return null;
  if (compare === 'set') {
    const members = list.map(fold).filter((member) => member !== '');
    return members.length > 0 ? { as: 'set', set: new Set(members) } : null;
  }
  if (compare === 'name') {
    const name = readName(text);
    return name.length === 0 ? null : { as: 'name', name };
  }
  if (compare === 'text') {
    const words = textWords(text);
    return words.words.join('') === '' ? null : { as: 'words', words };
  }
  if (compare === 'domain') return { as: 'host', host: hostOfText(text) };
  if (compare === 'number') {
    const number = Number(text.replaceAll(',', ''));
    return Number.isFinite(number) ? { as: 'number', number } : null;
  }
  return wrap(plain(compare, text), (found) => ({ as: 'text', text: found }));
}

/** How alike two prepared values of one field are; null when they have nothing to compare. */
export function compareValues(
  compare: FieldComparison,
  a: Prepared,
  b: Prepared,
  frequencies: Frequencies | null,
): Likeness | null {
  if (a.as === 'name' && b.as === 'name') return compareNames(a.name, b.name, frequencies);
  if (a.as === 'words' && b.as === 'words') return compareWords(a.words, b.words, frequencies);
  if (a.as === 'host' && b.as === 'host') return compareHosts(a.host, b.host);
  if (a.as === 'number' && b.as === 'number') return compareNumbers(a.number, b.number);
  if (a.as === 'set' && b.as === 'set') return compareSets(a.set, b.set);
  if (a.as === 'address' && b.as === 'address') return compareAddresses(a.address, b.address);
  if (a.as !== 'text' || b.as !== 'text') return null;
  const found = compareTexts(compare, a.text, b.text);
  const common =
    a.text === b.text && frequencies ? (listedFrequency(frequencies, a.text) ?? frequencies.other) : null;
  return common === null ? found : { ...found, bits: Math.log2(1 / common) };
}

function compareTexts(compare: FieldComparison, a: string, b: string): Likeness {
  if (compare === 'phone') return comparePhones(a, b);
  if (compare === 'email') return compareEmails(a, b);
  if (compare === 'date') return compareDates(a, b);
  if (compare === 'string') return compareStrings(a, b);
  return a === b
    ? { similarity: 1, why: 'equal', bits: null }
    : { similarity: 0, why: 'not equal', bits: null };
}

function plain(compare: FieldComparison, text: string): string | null {
  const digits = text.replace(/\D/g, '');
  if (compare === 'phone') return digits.length >= 5 ? digits : null;
  if (compare === 'date') return digits.length >= 8 ? digits.slice(0, 8) : null;
  if (compare === 'email') return text.includes('@') ? text.toLowerCase() : null;
  // Tokens and ids are opaque: their case may count.
  return compare === 'equal' ? text : fold(text) || null;
}

function wrap<A, B>(value: A | null, make: (value: A) => B): B | null {
  return value === null ? null : make(value);
}
