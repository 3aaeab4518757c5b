import { hashed } from './keys.ts';

/** How much an n-gram counts, by its hash. */
export type Weights = (gram: number) => number;

/** A name as a vector of weighted three-letter pieces, its length divided out. */
export type NameVector = ReadonlyMap<number, number>;

/** The pieces of a name as pg_trgm cuts them: words padded with two blanks in front and one behind. */
export function gramsOf(name: string): number[] {
  const grams: number[] = [];
  for (const word of name.split(' ')) {
    const padded = `  ${word} `;
    for (let i = 0; word !== '' && i + 3 <= padded.length; i += 1) grams.push(hashed(padded.slice(i, i + 3)));
  }
  return grams;
}

/** @param name words with one blank between them */
export function nameVector(name: string, weight: Weights): NameVector {
  const vector = new Map<number, number>();
  for (const gram of gramsOf(name)) vector.set(gram, (vector.get(gram) ?? 0) + weight(gram));
  const length = Math.hypot(...vector.values());
  for (const [gram, value] of vector) vector.set(gram, value / length);
  return vector;
}

/** Cosine of the angle between two names, 0..1. */
export function cosine(a: NameVector, b: NameVector): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  let sum = 0;
  for (const [gram, value] of small) sum += value * (large.get(gram) ?? 0);
  return sum;
}
