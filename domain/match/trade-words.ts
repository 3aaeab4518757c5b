import { remembered } from '../remembered.ts';
import { expanded } from './abbreviations.ts';
import { lookalike } from './lookalike.ts';
import { MORE_EAST_ASIAN_TRADE_WORDS, MORE_TRADE_WORDS } from './more-trade-words.ts';
import { EAST_ASIAN_TRADE_WORD_LIST, TRADE_WORD_LIST } from './trade-word-list.ts';

const IDEAS = ideas(TRADE_WORD_LIST, MORE_TRADE_WORDS);
const LOOKALIKES = new Set([...IDEAS.keys()].map(lookalike));
/** Two such words and what joins them are no longer than this, so that a text without spaces is not taken apart at each letter. */
const LONGEST_PAIR = 2 * Math.max(...[...IDEAS.keys()].map(({ length }) => length)) + 2;
/** A shorter word looks like too many others. */
const LONG_ENOUGH = 6;
const EAST_ASIAN = new Map(
  [...ideas(EAST_ASIAN_TRADE_WORD_LIST, MORE_EAST_ASIAN_TRADE_WORDS)].filter(([word]) => !/^\w+$/.test(word)),
);
/** The longest first: what is part of a longer word is not taken out of it. */
const WRITTEN = new RegExp(
  [...EAST_ASIAN.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).join('|'),
  'gu',
);

/**
 * What a word says of a trade or a kind of company, in English: `banque` → `bank`, of two such words written as one the second:
 * `universitatsspital` → `hospital`; null for any other word. @param word folded
 */
export const tradeOf = remembered(20_000, (word: string): string | null => single(word) ?? secondOf(word));

/** Whether a word is one for a trade in another spelling, also a wrong one: `feinmechanick`. @param word folded */
export function looksLikeTrade(word: string): boolean {
  return word.length >= LONG_ENOUGH && LOOKALIKES.has(lookalike(word));
}

/** A plural and an umlaut spelled out (`moebel`) are the same word. */
function single(word: string): string | null {
  const spellings = [word, expanded(word), word.replace(/s$/, ''), word.replace(/([aou])e/g, '$1')];
  for (const each of spellings) {
    const idea = IDEAS.get(each);
    if (idea !== undefined) return idea;
  }
  return null;
}

/** German, Dutch and the Nordic languages write two words as one, some with an `s`, `n` or `en` between them. */
function secondOf(word: string): string | null {
  if (word.length > LONGEST_PAIR) return null;
  for (let at = 3; at <= word.length - 3; at += 1) {
    const second = single(word.slice(at));
    if (second === null) continue;
    const first = word.slice(0, at);
    if ([first, first.replace(/e?[sn]$/, '')].some((each) => each.length >= 3 && single(each) !== null))
      return second;
  }
  return null;
}

/** A name with the Chinese, Japanese and Korean words for trades apart from the rest, in English: `深圳明华科技` → `深圳明华 technology`. */
export function withTradesApart(name: string): string {
  return name.replace(WRITTEN, (word) => ` ${EAST_ASIAN.get(word)} `);
}

/** The first word of each line stands for the line; a word of two lines is of the later one. */
function ideas(...lists: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    lists.flatMap((list) =>
      list.split('|').flatMap((line) => {
        const [idea = '', ...words] = line.trim().split(/\s+/);
        return [idea, ...words].map((word) => [word, idea] as const);
      }),
    ),
  );
}
