/**
 * Confidence bounds that hold for every sample size. All are one-sided; a two-sided 95 % interval takes alpha = 0.025 on each side.
 */

/**
 * Exact lower bound of a proportion: the p for which `n` trials give `k` or more successes with probability alpha
 * (Clopper and Pearson 1934, Biometrika 26:404).
 * @param k successes, 0 ≤ k ≤ n
 */
export function clopperPearsonLower(k: number, n: number, alpha: number): number {
  if (k === 0) return 0;
  let [low, high] = [0, 1];
  // To 14 digits.
  for (let step = 0; step < 46; step += 1) {
    const p = (low + high) / 2;
    if (atLeast(k, n, p) < alpha) low = p;
    else high = p;
  }
  return low;
}

/** Exact upper bound of a proportion; 1 of an empty sample. @param k successes, 0 ≤ k ≤ n */
export function clopperPearsonUpper(k: number, n: number, alpha: number): number {
  return 1 - clopperPearsonLower(n - k, n, alpha);
}

/**
 * Upper bound of the share of a total that is wrong, from a sample of its monetary units (Stringer 1963, Proceedings of the Business
 * and Economic Statistics Section, American Statistical Association, 405–411; the formula as in Bickel 1992, International Statistical
 * Review 60:197): p(0) + Σ (p(j) − p(j − 1)) · t(j), where p(j) is the Clopper–Pearson upper bound of j errors among n units and
 * t(1) ≥ t(2) ≥ … are the taints. Where every taint is 1 it is the Clopper–Pearson bound itself. For other taints auditors rely on it,
 * but nobody has proved it for every sample (de Jager, Pap and van Zuijlen 1997, Computers & Mathematics with Applications 33:37).
 * @param n monetary units in the sample
 * @param taints of the units in error, each the share of the unit's amount that is wrong, above 0 and at most 1; in any order
 */
export function stringerUpper(n: number, taints: readonly number[], alpha: number): number {
  let [errors, before] = [0, clopperPearsonUpper(0, n, alpha)];
  let bound = before;
  // Between equal taints the terms cancel out: only the last of them needs its bound.
  for (const [taint, same] of Map.groupBy(
    taints.toSorted((a, b) => b - a),
    (one) => one,
  )) {
    errors += same.length;
    const next = clopperPearsonUpper(errors, n, alpha);
    bound += (next - before) * taint;
    before = next;
  }
  return bound;
}

/** P(X ≥ k) for X binomial(n, p), by the tail with fewer terms. */
function atLeast(k: number, n: number, p: number): number {
  if (p >= 1) return 1;
  if (p <= 0) return 0;
  return k <= n - k ? 1 - atMost(k - 1, n, p) : atMost(n - k, n, 1 - p);
}

// Called millions of times by whoever simulates; a global is looked up each time.
const { exp, log: ln, log1p } = Math;

/** P(X ≤ k) for X binomial(n, p), summed from 0, where each term follows from the one before. */
function atMost(k: number, n: number, p: number): number {
  const odds = ln(p) - log1p(-p);
  let term = n * log1p(-p);
  let sum = exp(term);
  for (let i = 1; i <= k; i += 1) {
    term += ln((n - i + 1) / i) + odds;
    sum += exp(term);
  }
  return sum;
}
