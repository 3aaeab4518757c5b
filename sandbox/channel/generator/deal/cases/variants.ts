import { ascii, type Company } from '../../companies.ts';
import type { Random } from '../../random.ts';

/** Another way of writing a company's name; null where this name does not allow it. */
export type Variant = (random: Random, company: Company) => string | null;

const accented = (name: string) => ascii(name) !== name;

/** Two letters change places inside the longest word. */
export const typo: Variant = (random, { name, bare }) => {
  const longest = bare.split(' ').sort((a, b) => b.length - a.length)[0] as string;
  const at = random.between(2, longest.length - 3);
  const [one = '', two = ''] = [longest[at], longest[at + 1]];
  if (one === two) return null;
  return name.replace(longest, longest.slice(0, at) + two + one + longest.slice(at + 2));
};

/** `Maschinenbau` → `Masch.` */
export const abbreviation: Variant = (_, { name, bare }) => {
  const words = bare.split(' ').filter((word) => word.length >= 8);
  const word = words.at(-1);
  return word && words.length < bare.split(' ').length ? name.replace(word, `${word.slice(0, 5)}.`) : null;
};

/** `Möbelwerke` → `Mobelwerke` */
export const withoutAccents: Variant = (_, { name }) =>
  accented(name) ? name.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss') : null;

/** `Möbelwerke` → `Moebelwerke` */
export const transliterated: Variant = (_, { name }) => (accented(name) ? ascii(name) : null);

export const wordOrder: Variant = (_, { bare, form }) => {
  const words = bare.split(' ');
  return words.length === 2 ? `${words.reverse().join(' ')} ${form}`.trim() : null;
};

export const otherForm: Variant = (_, { bare, form }) =>
  form === 'GmbH' ? `${bare} Gesellschaft mit beschränkter Haftung` : bare;

export const shouted: Variant = (_, { name }) => `${name.toUpperCase()} `;
