import type { Called, CompanyName } from './company-name.ts';
import { editDistance } from './edit-distance.ts';
import { lookalike } from './lookalike.ts';
import type { Frequencies } from './model.ts';
import { regionOf } from './places.ts';
import { isPublicBody } from './public-bodies.ts';
import type { Words } from './words.ts';

/** How common words are in the names of the tenant's own accounts, as it was learnt last. */
export interface WordCounts {
  /** Accounts that were looked at. */
  accounts: number;
  /** How many of them have the word in their name, by its lookalike; those that few have are left out. */
  of: Readonly<Record<string, number>>;
}

/** Tells whether a word of a name tells one customer from another. */
export type Telling = (word: string) => boolean;

export const NOTHING_COUNTED: WordCounts = { accounts: 0, of: {} };
/** A word that more accounts than this share have in their names tells nobody apart. */
const TELLING_SHARE = 1 / 1000;
/** What is known of words from published names counts as so many accounts: it fades as the tenant's own grow. */
const PUBLISHED = 1000;
/** One-sided 95 % of a normal distribution. */
const SURE = 1.645;

/**
 * A word is telling unless it is sure to be common: the lower bound of the share of accounts that have it is above one in a thousand.
 * @param published how common words are in published names, for a tenant that has few accounts
 */
export function tellingWord({ accounts, of }: WordCounts, published: Frequencies | null): Telling {
  const shares = publishedShares(published);
  return (word) => {
    if (word.length < 2 || /^\d+$/.test(word)) return false;
    const key = lookalike(word);
    const count = (Object.hasOwn(of, key) ? (of[key] as number) : 0) + PUBLISHED * (shares.get(key) ?? 0);
    return count - SURE * Math.sqrt(count) <= TELLING_SHARE * (accounts + PUBLISHED);
  };
}

const learnt = new WeakMap<Frequencies, ReadonlyMap<string, number>>();

function publishedShares(published: Frequencies | null): ReadonlyMap<string, number> {
  if (published === null) return new Map();
  const known = learnt.get(published);
  if (known) return known;
  const shares = new Map<string, number>();
  for (const [word, share] of Object.entries(published.of))
    shares.set(lookalike(word), Math.max(share, shares.get(lookalike(word)) ?? 0));
  learnt.set(published, shares);
  return shares;
}

/**
 * The telling words of a name that the other name has as well, typed or romanised differently, written together or as initials: all
 * those of one of the two. Empty when each side has a telling word that the other lacks. A name without any is told by what stands
 * beside it. @returns words of `a`
 */
export function sharedTelling(a: CompanyName, b: CompanyName, telling: Telling): string[] {
  for (const left of a)
    for (const right of b) {
      const [own, other] = [tellingOf(left, telling), tellingOf(right, telling)];
      if (own.length === 0 || other.length === 0) continue;
      const [here, there] = [spellings(left, own), spellings(right, other)];
      const found = own.filter((word) => there.has(word, left));
      if (found.length === own.length) return found;
      const back = other.filter((word) => here.has(word, right));
      if (back.length === other.length) return found.length > 0 ? found : own;
    }
  return [];
}

/**
 * The words that tell a name. What kind of public body it is and in which country tell nothing beside another word; what stands beside
 * the name only where the name itself has no telling word.
 */
export function tellingOf({ words, beside }: Called, telling: Telling): string[] {
  const own = words.filter(telling);
  const named = own.filter((word) => !isPublicBody(word) && regionOf(word) === null);
  const found = [named, own, beside.filter(telling)].find(({ length }) => length > 0);
  return [...new Set(found)];
}

interface Spellings {
  /** Whether the name has the word, or is what the word stands for. @param of the name that the word is from */
  has(word: string, of: Words): boolean;
}

function spellings({ words, initials }: Words, telling: readonly string[]): Spellings {
  const written = [...words, ...telling, ...together(words)].map(lookalike);
  return {
    has(word, of) {
      const asked = [word, ...together(of.words).filter((whole) => whole.includes(word))].map(lookalike);
      if (asked.some((each) => written.some((other) => sameWord(each, other)))) return true;
      if (initials.includes(word) && words.length > 1) return true;
      return words.length === 1 && of.words.length > 1 && of.initials.includes(words[0] as string);
    },
  };
}

function together(words: readonly string[]): string[] {
  return words.slice(1).map((word, i) => `${words[i]}${word}`);
}

/** One letter lost, added, replaced or swapped in a word of five, two in one of nine that begins alike. */
function sameWord(a: string, b: string): boolean {
  if (a === b) return true;
  const shorter = Math.min(a.length, b.length);
  const allowed = shorter >= 9 && a[0] === b[0] ? 2 : shorter >= 5 ? 1 : 0;
  return allowed > 0 && editDistance(a, b, allowed) <= allowed;
}
