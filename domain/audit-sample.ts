import type { Sha256 } from './audit.ts';

/** Something that can be drawn: a row of the audit trail. */
export interface Drawable {
  case: string;
  seq: number;
}

export const SAMPLE_METHOD =
  'Simple random sampling without replacement: each row gets the SHA-256 of "SEED LF CASE LF SEQ", the rows are ordered by it ' +
  '(hex, ascending), and the first n are the sample.';

/**
 * Draws n rows so that anybody can draw the same again: the seed, the population and SAMPLE_METHOD are all it takes, and the order in
 * which the population was read does not matter. Fewer when the population is smaller.
 */
export function drawSample<Row extends Drawable>(
  population: readonly Row[],
  n: number,
  seed: string,
  sha256: Sha256,
): Row[] {
  const drawn = population.map((row) => ({ row, rank: sha256(`${seed}\n${row.case}\n${row.seq}`) }));
  return drawn
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .slice(0, n)
    .map(({ row }) => row);
}
