import type { Json } from '../json.ts';
import { findPersonalData, type PersonalSpan } from './personal-data.ts';

/** A text without personal data, and what each token stands for. Tokens are kept beside the case, never sent. */
export interface Tokenised {
  text: string;
  /** `[[EMAIL_1]]` → `jane@partner.example` */
  tokens: Record<string, string>;
}

const TOKEN = /\[\[[A-Z]+_\d+\]\]/g;

/**
 * Replaces personal and bank data by tokens before a model, a log or a trace sees a text. Tokens are numbered per kind in the
 * order of first appearance; the same value, spelled the same, gets the same token.
 * @param known personal values known from records (names); found as whole words in any case.
 * @param tokens those of an earlier text of the same exchange: their values keep their token.
 */
export function tokenise(
  text: string,
  known: readonly string[],
  tokens: Readonly<Record<string, string>> = {},
): Tokenised {
  return tokenised(
    text,
    known,
    { ...tokens },
    new Map(Object.entries(tokens).map(([token, value]) => [value, token])),
  );
}

/** @param all, tokenOf tokens and values of the exchange so far, and back; grow with this text */
function tokenised(
  text: string,
  known: readonly string[],
  all: Record<string, string>,
  tokenOf: Map<string, string>,
): Tokenised {
  // A text may hold something that looks like a token; its number is not used, so that restoring leaves it alone.
  const taken = new Set(text.match(TOKEN));
  const last = new Map<PersonalSpan['kind'], number>();
  let replaced = '';
  let at = 0;
  for (const { kind, start, end } of findPersonalData(text, known)) {
    const value = text.slice(start, end);
    let token = tokenOf.get(value);
    if (token === undefined) {
      let number = (last.get(kind) ?? 0) + 1;
      while (Object.hasOwn(all, `[[${kind}_${number}]]`) || taken.has(`[[${kind}_${number}]]`)) number += 1;
      last.set(kind, number);
      token = `[[${kind}_${number}]]`;
      all[token] = value;
      tokenOf.set(value, token);
    }
    replaced += text.slice(at, start) + token;
    at = end;
  }
  return { text: replaced + text.slice(at), tokens: all };
}

/** Every string of a JSON value tokenised, with one set of tokens; keys are ours and stay. */
export function tokeniseJson<T extends Json>(
  value: T,
  known: readonly string[],
): { value: T; tokens: Record<string, string> } {
  const tokens = Object.create(null) as Record<string, string>;
  const tokenOf = new Map<string, string>();
  const walk = (each: Json): Json => {
    if (typeof each === 'string') return tokenised(each, known, tokens, tokenOf).text;
    if (each === null || typeof each !== 'object') return each;
    if (Array.isArray(each)) return each.map(walk);
    return Object.fromEntries(Object.entries(each).map(([key, inner]) => [key, walk(inner)]));
  };
  return { value: walk(value) as T, tokens };
}

/** Puts the originals back; a token that is not in `tokens` stays as it is. */
export function restore(text: string, tokens: Readonly<Record<string, string>>): string {
  return text.replace(TOKEN, (token) => (Object.hasOwn(tokens, token) ? (tokens[token] as string) : token));
}

/** Tokens in a text that stand for nothing: a model has made them up. */
export function unknownTokens(text: string, tokens: Readonly<Record<string, string>>): string[] {
  return (text.match(TOKEN) ?? []).filter((token) => !Object.hasOwn(tokens, token));
}
