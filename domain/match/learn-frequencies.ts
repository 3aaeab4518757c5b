import type { Prepared } from './compare.ts';
import type { Frequencies } from './model.ts';

/**
 * How common the words (names, texts) and values of a field are among the records given. What occurs once only counts like
 * what never occurred. @param listed how many of the commonest are listed by name; all when left out
 */
export function learnFrequencies(
  values: readonly (Prepared | null)[],
  listed = Infinity,
): Frequencies | null {
  const known = values.filter((value) => value !== null);
  const counts = new Map<string, number>();
  for (const value of known) for (const term of termsOf(value)) counts.set(term, (counts.get(term) ?? 0) + 1);
  if (counts.size === 0) return null;
  // Add-half smoothing: a share of exactly 0 or 1 would be infinitely many bits.
  const share = (count: number) => (count + 0.5) / (known.length + 1);
  const common = [...counts]
    .filter(([, count]) => count > 1)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, listed);
  return {
    of: Object.fromEntries(common.map(([term, count]) => [term, share(count)])),
    other: rare(counts) / known.length,
  };
}

/**
 * How often a term that was seen once would be seen on the whole: twice the terms seen twice over those seen once (Good 1953,
 * after Turing); never less than a tenth of a record or more than one.
 */
function rare(counts: ReadonlyMap<string, number>): number {
  const seen = (times: number) => [...counts.values()].filter((count) => count === times).length;
  const once = seen(1);
  return once === 0 ? 0.5 : Math.min(1, Math.max(0.1, (2 * seen(2)) / once));
}

function termsOf(value: Prepared): ReadonlySet<string> {
  if (value.as === 'name') return new Set(value.name.flatMap(({ words }) => [...words, words.join(' ')]));
  if (value.as === 'words') return new Set([...value.words.words, value.words.words.join(' ')]);
  if (value.as === 'text') return new Set([value.text]);
  return new Set();
}
