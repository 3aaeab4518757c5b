/** Which side's records have at most one partner: `both` in one-to-one linkage, `left` when many may share one on the right. */
export type Exclusive = 'none' | 'left' | 'right' | 'both';

/** How many records each side has, and how many pairs are expected to be true. */
export interface Sides {
  left: number;
  right: number;
  matches: number;
}

/**
 * Probabilities of pairs when a record has at most one partner: a pair's odds compete with those of every other pair that
 * shares such a record with it (the star approximation of one-to-one linkage), and the fewer records stay alone, the likelier
 * a lonely candidate is the partner: prior odds are matches / (left x right) over the chance that its records are alone.
 * @param pairs which record on the left and which on the right @param likelihood m / u of each pair, same order @returns 0..1, same order
 */
export function exclusively(
  which: Exclusive,
  pairs: readonly (readonly [number, number])[],
  likelihood: readonly number[],
  sides: Sides,
): number[] {
  const alone = (side: number) => (Math.max(0, side - sides.matches) + 1) / (side + 1);
  const [byLeft, byRight] = [which === 'left' || which === 'both', which === 'right' || which === 'both'];
  const alones = (byLeft ? alone(sides.left) : 1) * (byRight ? alone(sides.right) : 1);
  const odds = likelihood.map((each) => (each * sides.matches) / (sides.left * sides.right * alones));
  const sums = (side: 0 | 1) => {
    const found = new Map<number, number>();
    pairs.forEach((pair, i) => {
      found.set(pair[side], (found.get(pair[side]) ?? 0) + (odds[i] as number));
    });
    return found;
  };
  const lefts = byLeft ? sums(0) : null;
  const rights = byRight ? sums(1) : null;
  return pairs.map(([left, right], i) => {
    const own = odds[i] as number;
    const others =
      (lefts ? (lefts.get(left) as number) - own : 0) + (rights ? (rights.get(right) as number) - own : 0);
    return own / (1 + own + Math.max(0, others));
  });
}
