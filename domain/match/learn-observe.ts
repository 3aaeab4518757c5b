import { compareValues, type Prepared } from './compare.ts';
import type { FieldComparison, Frequencies } from './model.ts';

/** A field before anything is known of its weights. */
export interface FieldShape {
  field: string;
  compare: FieldComparison;
  /** Strongest first. */
  levels: readonly { level: string; atLeast: number }[];
  frequencies: Frequencies | null;
}

export type PreparedRow = readonly (Prepared | null)[];

export interface LessonPair {
  left: PreparedRow;
  right: PreparedRow;
  /** Which record on the left and which on the right. */
  of: readonly [number, number];
}

/** Per field the level reached (-1: unknown) and the rarity of what agrees. */
export interface ObservedPair {
  levels: readonly number[];
  bits: readonly (number | null)[];
}

/** Compares a pair by every field. */
export function observe(fields: readonly FieldShape[], left: PreparedRow, right: PreparedRow): ObservedPair {
  const found = fields.map(({ compare, frequencies }, f) => {
    const [a, b] = [left[f] ?? null, right[f] ?? null];
    return a && b ? compareValues(compare, a, b, frequencies) : null;
  });
  return {
    levels: found.map((likeness, f) =>
      likeness
        ? (fields[f] as FieldShape).levels.findIndex((level) => likeness.similarity >= level.atLeast)
        : -1,
    ),
    bits: found.map((likeness) => likeness?.bits ?? null),
  };
}

/** (Weighted) pairs per level of the f-th field. */
export function pairsPerLevel(
  fields: readonly FieldShape[],
  seen: readonly ObservedPair[],
  weight: (i: number) => number,
  f: number,
): number[] {
  const counts = new Array<number>(fields[f]?.levels.length ?? 0).fill(0);
  seen.forEach(({ levels }, i) => {
    const level = levels[f] as number;
    if (level >= 0) counts[level] = (counts[level] as number) + weight(i);
  });
  return counts;
}

/** Rarity of the mean frequency of what agrees among true pairs at the strongest level; null below it and where too little was seen. */
export function usualBits(
  count: number,
  seen: readonly ObservedPair[],
  held: readonly number[],
  f: number,
): (number | null)[] {
  const sums = Array.from({ length: count }, () => ({ frequency: 0, weight: 0 }));
  seen.forEach(({ levels, bits }, i) => {
    const sum = sums[levels[f] as number];
    const found = bits[f] ?? null;
    if (!sum || found === null) return;
    sum.frequency += 2 ** -found * (held[i] as number);
    sum.weight += held[i] as number;
  });
  return sums.map(({ frequency, weight }, k) =>
    weight < 1 || k > 0 ? null : -Math.log2(frequency / weight),
  );
}
