import type { Polarity } from './context-words.ts';
import { type Candidate, MOST_FOUND } from './finding.ts';
import { spokenFor } from './running-text.ts';
import type { ReadingCode } from './titles.ts';

/** What was chosen, or why nothing was. */
export type Choice<T> = { candidate: Candidate<T> } | { code: ReadingCode } | null;

/**
 * The one candidate of a prose that a telling word speaks for; where `unspoken` are taken, else the only one that none speaks against.
 * Two different ones are never chosen between. The first 500 are looked at.
 * @param same text by which two values are the same. @param ambiguous code for several.
 */
export function chooseInProse<T>(
  running: string,
  candidates: readonly Candidate<T>[],
  words: Polarity,
  same: (value: T) => string,
  ambiguous: ReadingCode,
  unspoken: 'taken' | 'left' = 'taken',
): Choice<T> {
  const judged = candidates
    .slice(0, MOST_FOUND)
    .map((one) => ({ one, said: spokenFor(running, one, words) }));
  const wanted = judged.filter(({ said }) => said === 'for').map(({ one }) => one);
  const open = judged.filter(({ said }) => said === 'open').map(({ one }) => one);
  for (const group of unspoken === 'taken' ? [wanted, open] : [wanted]) {
    const valued = group.filter((one) => one.value !== null);
    const [first] = valued;
    if (first && new Set(valued.map((one) => same(one.value as T))).size > 1) return { code: ambiguous };
    if (first) return { candidate: first };
    const unread = group.find((one) => one.code !== undefined);
    if (unread?.code) return { code: unread.code };
  }
  return null;
}
