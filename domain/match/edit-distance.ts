/** No word that people write is longer; two hostile ones must not cost minutes. */
const LONGEST = 300;

/**
 * Letters to insert, drop, replace or swap with their neighbour to turn one word into the other (optimal string alignment;
 * Damerau 1964, Levenshtein 1966). Gives up and answers `limit + 1` once it is sure to be above `limit`. What follows the 300th letter
 * is left out.
 */
export function editDistance(first: string, second: string, limit: number): number {
  const [a, b] = [first.slice(0, LONGEST), second.slice(0, LONGEST)];
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
      let cost = Math.min(
        (above[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (above[j - 1] as number) + (same ? 0 : 1),
      );
      const swapped =
        i > 1 &&
        j > 1 &&
        a.charCodeAt(i - 1) === b.charCodeAt(j - 2) &&
        a.charCodeAt(i - 2) === b.charCodeAt(j - 1);
      if (swapped) cost = Math.min(cost, (before[j - 2] as number) + 1);
      row.push(cost);
      if (cost < least) least = cost;
    }
    if (least > limit) return limit + 1;
    before = above;
    above = row;
  }
  return above[b.length] as number;
}

/** 1 − distance / length of the longer one; 0 below `least`. 0..1 */
export function editSimilarity(a: string, b: string, least: number): number {
  const longer = Math.min(LONGEST, Math.max(a.length, b.length));
  if (longer === 0) return 1;
  const limit = Math.floor(longer * (1 - least) + 1e-9);
  const distance = editDistance(a, b, limit);
  return distance > limit ? 0 : 1 - distance / longer;
}
