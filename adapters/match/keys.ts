import { readName } from '../../domain/match/company-name.ts';
import { hostOfText } from '../../domain/match/compare-domain.ts';
import { fold } from '../../domain/match/fold.ts';
import { lookalike } from '../../domain/match/lookalike.ts';
import { namedAlike } from '../../domain/match/meaning.ts';
import type { MatchRecord, PostalAddress } from '../../domain/match/record.ts';
import { withoutVowels } from '../../domain/match/telling.ts';
import { nameKeys } from './name-keys.ts';

/**
 * Raise it with every change of what keysOf answers for a record (test/adapters/match/keys.test.ts notices one): the mirror
 * then keys what is kept under an older version anew.
 */
export const KEYS_VERSION = 6;

/** What a record is found by: 32-bit hashes. Two texts that share one by chance only add a candidate, which scores low. */
export interface MatchKeys {
  /** The words of the name and of its other names, one blank between them; n-gram vectors are made of it. */
  name: string;
  /** Of domain, contact, address and parent: who shares one is a candidate whatever its name. */
  strong: number[];
  /** Of the name and the domain's label. */
  names: number[];
}

/** @param side `kept`: the keys to store; `asked`: the keys to look up. */
export function matchKeysOf(record: MatchRecord, side: 'kept' | 'asked'): MatchKeys {
  const called = readName(record.name);
  const words = [...new Set(called.flatMap((each) => each.words))];
  const host = record.domain === null ? null : hostOfText(record.domain);
  const strong = [
    ...(host ? [`d:${host.registrable}`] : []),
    ...(record.contactToken === null ? [] : [`c:${record.contactToken}`]),
    ...addressKeys(record.address),
  ];
  // A parent finds its children and a child its parent.
  const family = [record.parent, record.kind === 'account' ? record.record : null];
  // A label is a word like any other: nordwind.example is found by the name Nordwind.
  const names = new Set(called.flatMap((each) => [...nameKeys(each.words, side)]));
  for (const pair of called.flatMap((each) => pairsOf(each.words.map(lookalike)))) names.add(`q:${pair}`);
  const beside = called.flatMap((each) => [
    ...each.beside,
    ...each.initials.filter(({ length }) => length >= 2),
  ]);
  for (const run of called.flatMap(({ runs }) => runs)) names.add(`b:${run.slice(0, 8)}`);
  // What accounts are called a partner's registration is compared with in other ways; only of another one's is less enough.
  if (record.kind !== 'account')
    for (const each of called) {
      for (const short of shortened(each.letters)) names.add(`w:${short}`);
      for (const word of each.words.slice(0, BARE_WORDS)) names.add(`w:${withoutVowels(word)}`);
    }
  const translated = words.flatMap((word) => namedAlike(word) ?? []);
  for (const word of [...words.map(lookalike), ...translated, ...beside, ...(host ? [host.label] : [])])
    names.add(`w:${word}`);
  const parents = family.filter((each) => each !== null).map(parentKey);
  return {
    name: words.join(' '),
    strong: [...strong.map(hashed), ...parents],
    names: [...names].map(hashed),
  };
}

/** Words whose consonants are keys. */
const BARE_WORDS = 3;
/** First letters that are looked at; no acronym is longer. */
const MOST_LETTERS = 7;

/** First letters of words, also with one or two of them left out, but never the first and never to fewer than three. */
function shortened(all: string): Set<string> {
  const letters = all.slice(0, MOST_LETTERS);
  const found = new Set(letters.length >= 3 ? [letters] : []);
  for (let left = 0; left < 2; left += 1)
    for (const one of [...found])
      for (let at = 1; at < one.length && one.length > 3; at += 1)
        found.add(one.slice(0, at) + one.slice(at + 1));
  return found;
}

/** Every two of the first six words, in any order: of two common words one may be written in another way. */
function pairsOf(words: readonly string[]): string[] {
  const seen = [...new Set(words)].slice(0, 6).sort();
  return seen.flatMap((one, i) => seen.slice(i + 1).map((other) => `${one} ${other}`));
}

/** What an account and all that hang under it are found by. */
export const parentKey = (account: string): number => hashed(`a:${account}`);

/** Postal code with the beginning of the street and the house number: `Hauptstr. 5` is `Hauptstraße 5`. */
function addressKeys(address: PostalAddress | null): string[] {
  const code = fold(address?.postalCode ?? '').replaceAll(' ', '');
  const street = fold(address?.street ?? '');
  if (code === '' || street === '') return [];
  const start = /[a-z]{1,4}/.exec(street)?.[0] ?? '';
  const number = /\d+/.exec(street)?.[0] ?? '';
  return [`z:${code} ${start} ${number}`];
}

/** FNV-1a, 32 bits, signed as Postgres' integer is. (Source: Fowler, Noll and Vo.) */
function hashed(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash | 0;
}
