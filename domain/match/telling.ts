import type { Called, CompanyName } from './company-name.ts';
import { compareWords } from './compare-words.ts';
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
/** Names less alike than this are not one with a slip. */
const ALIKE = 0.7;
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
 * The telling words of a name that the other name has as well: romanised differently, written together, as initials, or, where the rest
 * of the names agrees, with a slip in them. Both names are told by the same words, or all those of one are in the other, the first of
 * each among them, or the one name is whole in the other. @returns words of `a`; empty where they share too little
 */
export function sharedTelling(a: CompanyName, b: CompanyName, telling: Telling): string[] {
  for (const left of a)
    for (const right of b) {
      const [own, other] = [tellingOf(left, telling), tellingOf(right, telling)];
      if (own.length === 0 || other.length === 0) continue;
      const sides = [side(left, own), side(right, other)] as const;
      if (isShared(...sides, false) || (isShared(...sides, true) && restAgrees(left, right)))
        return held(...sides);
    }
  return [];
}

/** One of two names with what tells it. */
interface Side {
  of: Called;
  telling: readonly string[];
  spellings: Spellings;
}

function side(of: Called, telling: readonly string[]): Side {
  return { of, telling, spellings: spellings(of, telling) };
}

function isShared(a: Side, b: Side, slips: boolean): boolean {
  const has = (word: string, of: Side, other: Side) => other.spellings.has(word, of.of, slips);
  const [inB, inA] = [a.telling.map((word) => has(word, a, b)), b.telling.map((word) => has(word, b, a))];
  const all = (found: readonly boolean[]) => found.every(Boolean);
  if (all(inB) && all(inA)) return true;
  if ((all(inB) || all(inA)) && inB[0] && inA[0]) return true;
  return [
    [a, b],
    [b, a],
  ].some(([one, other]) => (one as Side).of.words.every((word) => has(word, one as Side, other as Side)));
}

/** The words of the first that the second has; all of them where it has them as initials or in one word. */
function held(a: Side, b: Side): string[] {
  const found = a.telling.filter((word) => b.spellings.has(word, a.of, true));
  return found.length > 0 ? found : [...a.telling];
}

/** Whether two names are alike but for what a slip of the keys changes: a slip in the telling word of another name is another word. */
function restAgrees(a: Called, b: Called): boolean {
  return compareWords(a, b, null).similarity >= ALIKE;
}

/**
 * The words that tell a name. What kind of public body it is and in which country tell nothing beside another word; what stands beside
 * the name only where the name itself has no telling word. Of a name of nothing but common words all together tell it, if they are two.
 */
export function tellingOf({ words, beside }: Called, telling: Telling): string[] {
  const own = words.filter(telling);
  const named = own.filter((word) => !isPublicBody(word) && regionOf(word) === null);
  const found = [named, own, beside.filter(telling)].find(({ length }) => length > 0);
  return [...new Set(found ?? (words.length > 1 ? words : []))];
}

interface Spellings {
  /** Whether the name has the word, or is what the word stands for. @param of the name that the word is from */
  has(word: string, of: Words, slips: boolean): boolean;
}

function spellings({ words, plain, initials, beside }: Called, telling: readonly string[]): Spellings {
  const single = spelt([...words, ...plain, ...telling]);
  const written = new Set([...single, ...spelt([...together(words), ...together([...plain, ...beside])])]);
  return {
    has(word, of, slips) {
      const at = of.words.indexOf(word);
      const asked = spelt([word, of.plain[at] ?? word]);
      if (asked.some((each) => written.has(each))) return true;
      const joined = [...together(of.words), ...together(of.plain)].filter((whole) => whole.includes(word));
      if (spelt(joined).some((each) => written.has(each))) return true;
      // The first word of a name is seldom shortened, and a short one begins many others.
      if (at > 0 && plain.slice(1).some((other) => shortens(of.plain[at] ?? word, other))) return true;
      if (slips && asked.some((each) => single.some((other) => isSlip(each, other)))) return true;
      if (initials.includes(word) && words.length > 1) return true;
      return words.length === 1 && of.words.length > 1 && of.initials.includes(words[0] as string);
    },
  };
}

/** Whether one word is the beginning of the other, of three letters or more: `tech` of technologies. */
function shortens(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return short.length >= 3 && long.length >= short.length + 2 && long.startsWith(short);
}

/** As they are written and as their lookalikes: a slip may be next to what two spellings differ in. */
function spelt(words: readonly string[]): string[] {
  return [...new Set([...words, ...words.map(lookalike)])];
}

/** Two to four neighbours as one word. */
function together(words: readonly string[]): string[] {
  return words.flatMap((_, from) =>
    [2, 3, 4].flatMap((count) =>
      from + count <= words.length ? [words.slice(from, from + count).join('')] : [],
    ),
  );
}

/** One letter lost, added, replaced or swapped in a word of five, two in one of seven that begins alike. */
function isSlip(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  const allowed = shorter >= 7 && a[0] === b[0] ? 2 : shorter >= 5 ? 1 : 0;
  return allowed > 0 && editDistance(a, b, allowed) <= allowed;
}
