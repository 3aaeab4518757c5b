import type { Called, CompanyName } from './company-name.ts';
import { compareWords } from './compare-words.ts';
import { editDistance } from './edit-distance.ts';
import { lookalike } from './lookalike.ts';
import { meaningOf, namedAlike } from './meaning.ts';
import type { Frequencies } from './model.ts';
import { numberOf } from './number-words.ts';
import { regionOf } from './places.ts';
import { isPublicBody } from './public-bodies.ts';
import { looksLikeTrade, tradeOf } from './trade-words.ts';

/** How common words are in the names of the tenant's own accounts, as it was learnt last. */
export interface WordCounts {
  /** Accounts that were looked at. */
  accounts: number;
  /** How many of them have the word in their name, by its lookalike; those that few have are left out. */
  of: Readonly<Record<string, number>>;
}

/** What words of names tell. */
export interface Telling {
  /** Whether the word tells one customer from another. */
  tells(word: string): boolean;
  /** Whether it may be what a customer is called by: no word for a trade, no city or number, none that many published names have. */
  names(word: string): boolean;
  /** Whether several of the accounts bear it: then it names one of them only together with the rest. */
  borne(word: string): boolean;
}

export const NOTHING_COUNTED: WordCounts = { accounts: 0, of: {} };
/** A word that more accounts than this share have in their names tells nobody apart. */
const TELLING_SHARE = 1 / 1000;
/** What is known of words from published names counts as so many accounts: it fades as the tenant's own grow. */
const PUBLISHED = 1000;
/** A word for a trade is taken for this common until the accounts show otherwise. */
const TRADE_SHARE = 5 / 1000;
/** So many accounts with one word in their names are several customers. */
const SEVERAL = 3;
/** Names less alike than this are not one with a slip. */
const ALIKE = 0.7;
/** A beginning of fewer letters is many names' beginning. */
const RUN = 8;
/** One-sided 95 % of a normal distribution. */
const SURE = 1.645;

/**
 * A word is telling unless it is sure to be common: the lower bound of the share of accounts that have it is above one in a thousand.
 * @param published how common words are in published names, for a tenant that has few accounts
 */
export function tellingWord({ accounts, of }: WordCounts, published: Frequencies | null): Telling {
  const shares = publishedShares(published);
  const borneBy = (key: string) => (Object.hasOwn(of, key) ? (of[key] as number) : 0);
  const tells = (word: string) => {
    if (word.length < 2 || /^\d+$/.test(word)) return false;
    const key = lookalike(word);
    const known = Math.max(shares.get(key) ?? 0, tradeOf(word) === null ? 0 : TRADE_SHARE);
    const count = borneBy(key) + PUBLISHED * known;
    return count - SURE * Math.sqrt(count) <= TELLING_SHARE * (accounts + PUBLISHED);
  };
  const names = (word: string) =>
    word.length >= 3 &&
    tradeOf(word) === null &&
    !looksLikeTrade(word) &&
    namedAlike(word) === null &&
    !shares.has(lookalike(word));
  const borne = (word: string) => borneBy(lookalike(word)) >= SEVERAL;
  return { tells, names, borne };
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
 * The telling words of a name that the other name has as well, in another spelling or language, written together or as initials; with a
 * slip in them only where the rest of the names agrees. One such word is enough if it is a name; words for trades, places and bodies have
 * to be all that tells one of the two names, with the first of each among them. @returns words of `a`; empty where they share too little
 */
export function sharedTelling(a: CompanyName, b: CompanyName, telling: Telling): string[] {
  return sharing(a, telling)(b);
}

/** The same for one name beside many. */
export function sharing(a: CompanyName, telling: Telling): (b: CompanyName) => string[] {
  const own = a.map((called) => side(called, telling));
  return (b) => {
    for (const one of own)
      for (const called of b) {
        const other = side(called, telling);
        if (one.words.length === 0 || other.words.length === 0) continue;
        if (runTogether(one.of, other.of) || lettersOf(one.of, other.of)) return held(one, other);
        if (!shares(one, other)) continue;
        const words = held(one, other);
        if (!words.every(telling.borne) || !contradict(one, other, telling)) return words;
      }
    return [];
  };
}

/**
 * The telling words that each of several names has in common with one. A word that three of them have is borne by several customers, as one
 * that three accounts have.
 */
export function namesakes(a: CompanyName, others: readonly CompanyName[], telling: Telling): string[][] {
  const shared = others.map(sharing(a, telling));
  const holders = new Map<string, number>();
  for (const words of shared) for (const word of words) holders.set(word, (holders.get(word) ?? 0) + 1);
  const borne = (word: string) => telling.borne(word) || (holders.get(word) ?? 0) >= SEVERAL;
  const again = sharing(a, { ...telling, borne });
  return others.map((other, at) => (shared[at]?.length ? again(other) : []));
}

/** One of two names with what tells it, in every spelling. */
interface Side extends Tells {
  of: Called;
  /** Each of its words: in its spellings, and in those of what it is written together with. */
  forms: ReadonlyMap<string, readonly string[]>;
  /** Single words, spelt. */
  single: readonly string[];
  /** Single words and neighbours as one, spelt. */
  written: ReadonlySet<string>;
}

function side(of: Called, telling: Telling): Side {
  const { words, plain, beside } = of;
  const tells = tellingOf(of, telling);
  const joined = [...new Set([...together(words), ...together(plain)])];
  const joinedForms = joined.map((whole) => ({ whole, forms: speltTogether([whole]) }));
  const single = spelt([...words, ...plain, ...tells.words]);
  const forms = new Map(
    [...words, ...tells.words].map((word) => {
      const within = joinedForms.filter(({ whole }) => whole.includes(word));
      const asWritten = plain[words.indexOf(word)] ?? word;
      return [word, [...spelt([word, asWritten]), ...within.flatMap((each) => each.forms)]];
    }),
  );
  const withBeside = beside.length === 0 ? [] : speltTogether(together([...plain, ...beside]));
  const written = new Set([...single, ...joinedForms.flatMap((each) => each.forms), ...withBeside]);
  return { ...tells, of, forms, single, written };
}

/** Whether two names are one when they are written as one word, or the one goes on where the other ends: `www.sunlifeofcanada.com`. */
function runTogether(a: Called, b: Called): boolean {
  return a.runs.some((one) =>
    b.runs.some((other) => {
      const [short, long] = one.length <= other.length ? [one, other] : [other, one];
      return short === long || (short.length >= RUN && long.startsWith(short));
    }),
  );
}

/**
 * Whether a few capitals are the first letters of another name's words, in their order and from the first one on, with at most two left out:
 * people leave out small words and parts of compounds as they like.
 */
function lettersOf(a: Called, b: Called): boolean {
  return stands(a, b) || stands(b, a);
}

/** No acronym leaves out more. */
const LEFT_OUT = 2;

function stands({ acronym, plain }: Called, { letters }: Called): boolean {
  const [short = ''] = plain;
  const isShort = acronym && plain.length === 1 && short.length >= 3;
  return isShort && short.length >= letters.length - LEFT_OUT && isAmong(short, letters);
}

/** Whether letters stand in a text in their order, the first in front. */
function isAmong(short: string, letters: string): boolean {
  if (short[0] !== letters[0]) return false;
  let at = 0;
  for (const letter of letters) if (letter === short[at]) at += 1;
  return at === short.length;
}

/** Whether one name has what tells the other, in any spelling, or but for a slip. */
function shares(a: Side, b: Side): boolean {
  return shareName(a, b) || shareAll(a, b, 'shortened') || (shareAll(a, b, 'slip') && restAgrees(a.of, b.of));
}

/** Whether the other name has a word that tells the one, in any spelling. */
function shareName(a: Side, b: Side): boolean {
  return either(a, b, (one, other) => one.isName && one.words.some((word) => has(other, word, one, 'spelt')));
}

/**
 * Whether each of two names has a name that the other has not, or they are of different trades: `Wagner Heizung` and `Wagner & Schuster
 * Logistics` are two, where several accounts are called Wagner.
 */
function contradict(a: Side, b: Side, telling: Telling): boolean {
  const lacks = (one: Side, other: Side) =>
    one.of.words.some(
      (word) => telling.names(word) && regionOf(word) === null && !has(other, word, one, 'slip'),
    );
  if (lacks(a, b) && lacks(b, a)) return true;
  const [trades, others] = [tradesOf(a), tradesOf(b)];
  return trades.length > 0 && others.length > 0 && !trades.some((trade) => others.includes(trade));
}

/** What a name says of its trade, but for words that go with any. */
function tradesOf({ of: { words } }: Side): string[] {
  return words.flatMap((word) => tradeOf(word) ?? []).filter((trade) => !ANY_TRADE.has(trade));
}

const ANY_TRADE = new Set(
  `service services solution solutions system systems technology technologies international trade trading group holding company
  consulting industry industries digital management partner partners global enterprise invest investment product products`.split(
    /\s+/,
  ),
);

/** Whether all that tells one of the names is in the other, with the first of each, or one name is whole in the other. */
function shareAll(a: Side, b: Side, as: Closeness): boolean {
  const inB = a.words.map((word) => has(b, word, a, as));
  const inA = b.words.map((word) => has(a, word, b, as));
  const all = (found: readonly boolean[]) => found.every(Boolean);
  if (all(inB) && all(inA)) return true;
  if ((all(inB) || all(inA)) && inB[0] && inA[0]) return true;
  return either(a, b, (one, other) => one.of.words.every((word) => has(other, word, one, as)));
}

const either = (a: Side, b: Side, is: (one: Side, other: Side) => boolean) => is(a, b) || is(b, a);

/** The words of the first that the second has; all of them where it has them as initials or in one word. */
function held(a: Side, b: Side): string[] {
  const found = a.words.filter((word) => has(b, word, a, 'slip'));
  return found.length > 0 ? found : [...a.words];
}

/** Whether two names are alike but for what a slip of the keys changes: a slip in the telling word of another name is another word. */
function restAgrees(a: Called, b: Called): boolean {
  // Of two single words the slip is all that there is between them.
  if (a.words.length === 1 && b.words.length === 1) return true;
  const asWritten = ({ plain, initials }: Called) => ({ words: plain, plain, initials });
  const likeness = [compareWords(a, b, null), compareWords(asWritten(a), asWritten(b), null)];
  return likeness.some(({ similarity }) => similarity >= ALIKE);
}

/** What tells a name from others. */
interface Tells {
  words: readonly string[];
  /** Whether they are names: no words for trades, places or kinds of public bodies. */
  isName: boolean;
}

/**
 * The words that tell a name. What names nobody, a kind of public body and a country tell nothing beside another word; what stands beside
 * the name only where the name itself has no telling word. Of a name of nothing but common words all together tell it, if they are two.
 */
export function tellingOf({ words, beside }: Called, telling: Telling): Tells {
  const own = words.filter(telling.tells);
  const placed = own.filter((word) => !isPublicBody(word) && regionOf(word) === null);
  const named = placed.filter(telling.names);
  const found = [named, placed, own, beside.filter(telling.tells)].find(({ length }) => length > 0);
  return { words: [...new Set(found ?? (words.length > 1 ? words : []))], isName: found === named };
}

/**
 * How far apart two words may be to be one: `spelt` in another way or another language, also written together or as initials;
 * `shortened` as well to its beginning, or with a `slip` in it.
 */
type Closeness = 'spelt' | 'shortened' | 'slip';

/** Whether a name has the word of another, or is what the word stands for. */
function has({ of, single, written }: Side, word: string, from: Side, as: Closeness): boolean {
  const forms = from.forms.get(word) ?? [word];
  if (forms.some((each) => written.has(each))) return true;
  if (of.words.some((other) => isBare(word, other) || isBare(other, word))) return true;
  if (standFor(word, from.of, of)) return true;
  if (of.words.length === 1 && standFor(of.words[0] as string, of, from.of)) return true;
  if (as === 'spelt') return false;
  const at = from.of.words.indexOf(word);
  const asWritten = from.of.plain[at] ?? word;
  // The first word of a name is seldom shortened, and a short one begins many others.
  if (at > 0 && of.plain.slice(1).some((other) => shortens(asWritten, other))) return true;
  if (as === 'shortened') return false;
  return spelt([word, asWritten]).some((each) => single.some((other) => isSlip(each, other)));
}

/** Whether a word of one name is the initials of another; two letters only where they are a whole name, and the other has two words. */
function standFor(letters: string, from: Called, { words, initials }: Called): boolean {
  const enough = letters.length >= 3 || (from.words.length === 1 && words.length === 2);
  return enough && words.length > 1 && initials.includes(letters);
}

/** Whether one word is the beginning of the other, of three letters or more: `tech` of technologies. */
function shortens(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return short.length >= 3 && long.length >= short.length + 2 && long.startsWith(short);
}

/** As they are written, as their lookalikes (a slip may be next to what two spellings differ in), without a plural's `s`, and in one language. */
function spelt(said: readonly string[]): string[] {
  const words = [...new Set(said)];
  const one = words.map((word) => (word.length > 2 ? word.replace(/s$/, '') : word));
  return [...new Set([...words, ...words.map(lookalike), ...one, ...words.map(meaningOf)])];
}

/** Whether the one is the other without its vowels: `krnch` of Kranich. */
function isBare(short: string, word: string): boolean {
  return short !== word && short === withoutVowels(word);
}

/** A word without the vowels behind its first letter; as it is where the rest would be many words'. */
export function withoutVowels(word: string): string {
  const bare = word.charAt(0) + word.slice(1).replace(/[aeiou]/g, '');
  return bare.length >= 4 ? bare : word;
}

/** The same of several words written as one: of what they mean only a number, `twenty one`. */
function speltTogether(words: readonly string[]): string[] {
  return [...new Set(words.flatMap((word) => [word, lookalike(word), numberOf(word) ?? word]))];
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
  const [shorter, longer] = [Math.min(a.length, b.length), Math.max(a.length, b.length)];
  const allowed = shorter >= 7 && a[0] === b[0] ? 2 : shorter >= 4 && longer >= 5 ? 1 : 0;
  return allowed > 0 && editDistance(a, b, allowed) <= allowed;
}
