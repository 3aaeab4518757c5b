/** How many records each side has, and how many pairs are expected to be true. */
export interface Sides {
  left: number;
  right: number;
  matches: number;
}

/**
 * Probabilities of pairs when each record on either side has at most one partner: a pair's odds compete with those of every
 * other pair that shares a record with it (the star approximation of one-to-one linkage), and the fewer records stay alone,
 * the likelier a lonely candidate is the partner: prior odds are matches / (left x right) over the chance that both are alone.
 * @param pairs identities @param likelihood m / u of each pair, same order @returns 0..1, same order
 */
export function exclusive<T>(
  pairs: readonly (readonly [T, T])[],
  likelihood: readonly number[],
  sides: Sides,
): number[] {
  const alone = (side: number) => (Math.max(0, side - sides.matches) + 1) / (side + 1);
  const prior = sides.matches / (sides.left * sides.right) / (alone(sides.left) * alone(sides.right));
  const odds = likelihood.map((each) => each * prior);
  const lefts = new Map<T, number>();
  const rights = new Map<T, number>();
  pairs.forEach(([left, right], i) => {
    lefts.set(left, (lefts.get(left) ?? 0) + (odds[i] as number));
    rights.set(right, (rights.get(right) ?? 0) + (odds[i] as number));
  });
  return pairs.map(([left, right], i) => {
    const own = odds[i] as number;
    return own / (1 + (lefts.get(left) as number) + (rights.get(right) as number) - own);
  });
}
