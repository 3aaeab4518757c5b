/** Shares of one field's levels among true pairs (m) and among the others (u), strongest level first. */
export interface LevelShares {
  m: number[];
  u: number[];
}

/** Half a pair is added to every level: what was not seen is rare, not impossible. */
const PSEUDO = 0.5;

/** So many true pairs are imagined beside those found, e times likelier per sixth of similarity: few pairs teach little. */
const IMAGINED = 10;

/** Shares from (fractional) counts. @param atLeast where the levels begin, strongest first */
export function sharesOf(
  atLeast: readonly number[],
  matches: readonly number[],
  others: readonly number[],
): LevelShares {
  const usual = atLeast.map((similarity) => Math.exp(6 * similarity));
  const whole = usual.reduce((sum, each) => sum + each, 0);
  const share = (counts: readonly number[]) => {
    const total = counts.reduce((sum, count) => sum + count + PSEUDO, 0);
    return counts.map((count) => (count + PSEUDO) / total);
  };
  const found = matches.map((count, k) => count + (IMAGINED * (usual[k] as number)) / whole);
  return inOrder({ m: share(found), u: share(others) });
}

/**
 * The nearest shares in which a higher similarity never speaks less for a match: neighbouring levels in the wrong order are
 * pooled (pool adjacent violators; Ayer et al. 1955). This is also what keeps the two classes from changing places.
 */
function inOrder({ m, u }: LevelShares): LevelShares {
  const pools: { m: number; u: number; size: number; from: number }[] = [];
  m.forEach((share, i) => {
    pools.push({ m: share, u: u[i] as number, size: 1, from: i });
    for (
      let last = pools.at(-1), before = pools.at(-2);
      last && before;
      last = pools.at(-1), before = pools.at(-2)
    ) {
      if (before.m / before.u >= last.m / last.u) break;
      pools.splice(-2, 2, {
        m: before.m + last.m,
        u: before.u + last.u,
        size: before.size + last.size,
        from: before.from,
      });
    }
  });
  const ordered: LevelShares = { m: [], u: [] };
  for (const pool of pools) {
    const parts = Array.from(
      { length: pool.size },
      (_, i) => (m[pool.from + i] as number) + (u[pool.from + i] as number),
    );
    const all = parts.reduce((sum, part) => sum + part, 0);
    for (const part of parts) {
      ordered.m.push((pool.m * part) / all);
      ordered.u.push((pool.u * part) / all);
    }
  }
  return ordered;
}
