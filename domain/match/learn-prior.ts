/**
 * The share of true pairs among pairs that somebody chose, from each pair's likelihood ratio (m / u) alone: the maximum of
 * the likelihood, by expectation–maximisation from one half. @returns 0..1, exclusive
 */
export function learnPrior(likelihood: readonly number[]): number {
  let prior = 0.5;
  for (let round = 0; round < 500; round += 1) {
    const odds = prior / (1 - prior);
    const matches = likelihood.reduce((sum, each) => sum + (each * odds) / (1 + each * odds), 0);
    const next = (matches + 0.5) / (likelihood.length + 1);
    if (Math.abs(next - prior) < 1e-9) return next;
    prior = next;
  }
  return prior;
}
