import { checkGrounding, type Fact } from './grounding.ts';

/** A reader would take these for the decision itself. */
const FAVOURABLE =
  /\b(?:(?:auto|pre)?-?\s?approv\w*|accept(?:ed|able|ance)?|grant(?:ed)?|fast[- ]?track\w*|eligible|qualif(?:y|ies|ied)|confirmed)\b/gi;
/** A note is prose: nothing to follow, nothing to run. */
const ACTIVE =
  /\b(?:https?|ftp|javascript|data|mailto):|\bwww\.|(?<![\w.+-])[\w.+-]+@[\w-]+\.\w+|<[a-z!/]|!?\[[^\][]*\]\(|`/gi;

/**
 * What is wrong with a generated rationale, one sentence each; empty when nothing is. Beside grounding: it must not speak of
 * approval unless the evidence does or the outcome is one, and holds no link, address or markup.
 */
export function rationaleProblems(text: string, outcome: string, facts: readonly Fact[]): string[] {
  const evidence = facts.map(({ value }) => value.toLowerCase());
  const said = (word: string) => evidence.some((value) => value.includes(word.toLowerCase()));
  const favourable =
    outcome === 'automatic' ? [] : [...text.matchAll(FAVOURABLE)].filter(([word]) => !said(word));
  return [
    ...checkGrounding(text, facts).problems.map(({ kind, span }) => `${kind} not in the data: ${span}`),
    ...favourable.map(([word]) => `not what was decided: ${word}`),
    ...[...text.matchAll(ACTIVE)].map(([span]) => `link, address or markup: ${span}`),
  ];
}
