import { INVISIBLE } from '../invisible.ts';
import { checkGrounding, type Fact } from './grounding.ts';

/** A reader would take these for the decision itself. */
const FAVOURABLE =
  /\b(?:(?:auto|pre)?-?\s?approv\w*|accept(?:ed|able|ance)?|grant(?:ed)?|fast[- ]?track\w*|automat\w*|wav(?:ed?|ing) through|no objections?|eligible|qualif(?:y|ies|ied)|confirmed|cleared|authori[sz]ed?|ok(?:ay(?:ed)?|'d)?)\b/gi;
/** These tell a reader what to do; the prompt forbids it, whatever was decided. */
const DIRECTIVE =
  /\b(?:go(?:ing)? ahead|proceed\w*|sign(?:ed|ing)?[- ]?off|green[- ]?light\w*|ignor\w*|disregard\w*|overlook\w*|overrid\w*|waiv\w*|skip\w*|false (?:alarm|positive)s?|no need to|nothing to worry|recommend\w*|advis\w*|please|wir(?:e|ing)|remit\w*|bank (?:account|details)|new account|release (?:the )?(?:payment|funds|money)|click\w*|visit\w*|log ?in)\b/gi;
/** A note is prose: nothing to follow, nothing to run. Names of hosts count with and without a scheme. */
const ACTIVE =
  /\b(?:https?|ftp|javascript|data|mailto):|\bwww\.|(?<![\w.+-])[\w.+-]+@[\w-]+\.\w+|(?<![\w.-])[\w-]+(?:\.[\w-]+)*(?:\.| dot )[a-z]{2,}(?![\w-])|<[a-z!/]|!?\[[^\][]*\]\(|`/gi;
/** One word written so that no list of words finds it. */
const SPELLED_OUT = /(?<!\p{L})\p{L}(?:[ ._-]\p{L}){4,}(?!\p{L})/gu;

/**
 * What is wrong with a generated rationale, one sentence each; empty when nothing is. Beside grounding: it must not speak of
 * approval unless the evidence does or the outcome is one, tells nobody what to do, holds no link, address or markup, and is written in
 * plain Latin letters, but for what stands in the evidence. A list of words finds no meaning: a surface says who wrote the text.
 */
export function rationaleProblems(text: string, outcome: string, facts: readonly Fact[]): string[] {
  const evidence = facts.map(({ value, source }) => `${value} ${source}`.toLowerCase());
  const said = (word: string) => evidence.some((value) => value.includes(word.toLowerCase()));
  const plain = text.replace(INVISIBLE, '').normalize('NFKC').replaceAll('。', '.').replaceAll('’', "'");
  const unsaid = (pattern: RegExp, from = plain) =>
    [...from.matchAll(pattern)].map(([span]) => span).filter((span) => !said(span));
  return [
    ...checkGrounding(text, facts).problems.map(({ kind, span }) => `${kind} not in the data: ${span}`),
    ...(outcome === 'automatic' ? [] : unsaid(FAVOURABLE)).map((span) => `not what was decided: ${span}`),
    ...unsaid(DIRECTIVE).map((span) => `tells somebody what to do: ${span}`),
    ...unsaid(ACTIVE).map((span) => `link, address or markup: ${span}`),
    ...unsaid(SPELLED_OUT).map((span) => `spelled out: ${span}`),
    ...unsaid(WORDS, text)
      .filter(isDisguised)
      .map((span) => `not in plain Latin letters: ${span}`),
    ...(text.search(INVISIBLE) < 0 ? [] : ['characters that show nothing']),
  ];
}

const WORDS = /[\p{L}\p{M}]+/gu;

/** Letters of another script look like ours, and other forms of a letter are read as it. */
function isDisguised(word: string): boolean {
  return /[^\p{Script=Latin}\p{M}]/u.test(word) || word.normalize('NFKC') !== word.normalize('NFC');
}
