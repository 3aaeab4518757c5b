import type { Called, CompanyName } from './company-name.ts';
import { compareWords, type Likeness } from './compare-words.ts';
import type { Frequencies } from './model.ts';
import type { Words } from './words.ts';

/** What a name is worth beside the same name with a place, a branch or a bracket behind it. */
const WITHOUT_ADDITION = 0.97;
/** What a trade name or a former name is worth beside a name. */
const ALIAS = 0.96;

/**
 * Two names of companies: the likeliest of their names. An addition that only one side has takes a little away; where both have one,
 * its words count like those of the name, so that `Sparkasse, Rostock` and `Sparkasse, Kiel` stay two.
 */
export function compareNames(a: CompanyName, b: CompanyName, frequencies: Frequencies | null): Likeness {
  const found = a.flatMap((left, i) =>
    b.map((right, j) => {
      const likeness = compareCalled(left, right, frequencies);
      return i + j === 0 ? likeness : { ...likeness, similarity: ALIAS * likeness.similarity };
    }),
  );
  return found.reduce((best, one) => (one.similarity > best.similarity ? one : best));
}

function compareCalled(a: Called, b: Called, frequencies: Frequencies | null): Likeness {
  if (a.beside.length === 0 && b.beside.length === 0) return compareWords(a, b, frequencies);
  const [besideA, besideB] = [without(a.beside, b.beside), without(b.beside, a.beside)];
  // The same addition on both sides tells nothing.
  if (besideA.length === 0 && besideB.length === 0) return compareWords(a, b, frequencies);
  const whole = compareWords(withBeside(a), withBeside(b), frequencies);
  if (besideA.length > 0 && besideB.length > 0) return whole;
  const plain = compareWords(a, b, frequencies);
  const similarity = WITHOUT_ADDITION * plain.similarity;
  if (whole.similarity >= similarity) return whole;
  const why = `${plain.why}; beside the name: ${[...besideA, ...besideB].join(' ')}`;
  return { ...plain, similarity, why };
}

const without = (some: readonly string[], others: readonly string[]) =>
  some.filter((word) => !others.includes(word));

function withBeside({ words, plain, initials, beside }: Called): Words {
  return { words: [...words, ...beside], plain, initials };
}
