import type { Frequencies } from './model.ts';

/** Share of values that hold the term; null where it is not listed. `constructor` is a word like any other. */
export function listedFrequency({ of }: Frequencies, term: string): number | null {
  return Object.hasOwn(of, term) ? (of[term] as number) : null;
}
