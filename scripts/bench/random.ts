/** 0 ≤ x < 1, the same row for the same seed. */
export type Random = () => number;

/** A seeded generator (mulberry32, public domain): good enough to draw names and moments, and repeatable. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One of the values. @throws RangeError when there is none */
export function draw<T>(random: Random, values: readonly T[]): T {
  const drawn = values[Math.floor(random() * values.length)];
  if (drawn === undefined) throw new RangeError('nothing to draw from');
  return drawn;
}

/** The values in another order (Fisher–Yates). */
export function shuffled<T>(random: Random, values: readonly T[]): T[] {
  const rest = [...values];
  return values.map(() => rest.splice(Math.floor(random() * rest.length), 1)[0] as T);
}
