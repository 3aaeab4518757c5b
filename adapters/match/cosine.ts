/** Blank, letters and digits: what a folded name is made of. */
const SIGNS = 37;
/** Three-letter pieces there are: their numbers are 0 to GRAMS - 1. */
export const GRAMS = SIGNS ** 3;

function sign(code: number): number {
  if (code >= 97 && code <= 122) return code - 96;
  return code >= 48 && code <= 57 ? code - 21 : 0;
}

/**
 * Visits the pieces of a name as pg_trgm cuts them: words padded with two blanks in front and one behind.
 * @param name folded (domain/match/fold.ts)
 */
export function eachGram(name: string, visit: (gram: number) => void): void {
  let before = 0;
  let last = 0;
  for (let i = 0; i <= name.length; i += 1) {
    const next = i < name.length ? sign(name.charCodeAt(i)) : 0;
    if (last !== 0 || next !== 0) visit((before * SIGNS + last) * SIGNS + next);
    before = next === 0 ? 0 : last;
    last = next;
  }
}

/**
 * Cosine of the angle between a name and others, each a vector with the weight of every piece that it holds; 0..1. Made for one
 * name against thousands: no vector is built.
 * @param weights of every piece by its number
 */
export function cosineTo(name: string, weights: Float64Array): (other: string) => number {
  const held = new Float64Array(GRAMS);
  let own = 0;
  eachGram(name, (gram) => {
    const weight = weights[gram] as number;
    if (held[gram] === 0) own += weight * weight;
    held[gram] = weight;
  });
  const length = Math.sqrt(own);
  // A piece that a name holds twice counts once.
  const seen = new Uint32Array(GRAMS);
  let round = 0;
  return (other) => {
    round += 1;
    let shared = 0;
    let square = 0;
    eachGram(other, (gram) => {
      if (seen[gram] === round) return;
      seen[gram] = round;
      const weight = weights[gram] as number;
      square += weight * weight;
      shared += weight * (held[gram] as number);
    });
    return shared === 0 ? 0 : shared / (length * Math.sqrt(square));
  };
}
