/** Bits from which a field speaks so, strongest first. */
const STRENGTHS: readonly (readonly [number, string])[] = [
  [9, 'speaks strongly'],
  [4, 'speaks'],
  [1, 'speaks a little'],
];

/** What a weight means: 10 bits make one a thousand times likelier than before. @param bits log2(m / u); positive speaks for the same */
export function weightText(bits: number): string {
  const strength = STRENGTHS.find(([from]) => Math.abs(bits) >= from)?.[1];
  if (bits === 0) return 'says nothing';
  const written = `${bits > 0 ? '+' : '−'}${Math.abs(bits).toFixed(1)} bits`;
  return strength === undefined
    ? `hardly counts (${written})`
    : `${strength} ${bits > 0 ? 'for' : 'against'} (${written})`;
}
