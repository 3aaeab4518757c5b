import { fold } from '../../domain/match/fold.ts';
import type { Row } from '../../domain/match/model.ts';

/** Pieces that more records hold than this tell too little to be looked up. */
const MOST_HOLDERS = 0.05;
const AT_LEAST_HOLDERS = 50;

/**
 * For each left row the `limit` right rows with the nearest 3-letter pieces over all fields, by cosine with rarer pieces
 * counting more. Index pairs, left rows in order, nearest first.
 */
export function candidatePairs(
  left: readonly Row[],
  right: readonly Row[],
  limit: number,
): [number, number][] {
  const postings = new Map<string, number[]>();
  const pieces = right.map(piecesOf);
  pieces.forEach((set, i) => {
    for (const piece of set) {
      const holders = postings.get(piece);
      if (holders) holders.push(i);
      else postings.set(piece, [i]);
    }
  });
  const rarity = (piece: string) => Math.log(1 + right.length / (postings.get(piece)?.length ?? 1));
  const lengths = pieces.map((set) => lengthOf(set, rarity));
  const most = Math.max(AT_LEAST_HOLDERS, right.length * MOST_HOLDERS);
  const scores = new Float64Array(right.length);
  return left.flatMap((row, i) => {
    const touched: number[] = [];
    for (const piece of piecesOf(row)) {
      const holders = postings.get(piece);
      if (!holders || holders.length > most) continue;
      const weight = rarity(piece) ** 2;
      for (const j of holders) {
        if (scores[j] === 0) touched.push(j);
        scores[j] = (scores[j] as number) + weight;
      }
    }
    const cosine = (j: number) => (scores[j] as number) / (lengths[j] as number);
    const nearest = touched.sort((x, y) => cosine(y) - cosine(x) || x - y).slice(0, limit);
    const found = nearest.map((j): [number, number] => [i, j]);
    for (const j of touched) scores[j] = 0;
    return found;
  });
}

/** A field's pieces are its own: `2000` as a year is not `2000` as a post code. */
function piecesOf(row: Row): Set<string> {
  const pieces = new Set<string>();
  for (const [field, value] of Object.entries(row)) {
    if (field === 'id' || value === null) continue;
    for (const word of fold(typeof value === 'string' ? value : value.join(' ')).split(' ')) {
      const padded = ` ${word} `;
      for (let at = 0; at + 3 <= padded.length; at += 1) pieces.add(`${field}:${padded.slice(at, at + 3)}`);
    }
  }
  return pieces;
}

function lengthOf(pieces: ReadonlySet<string>, rarity: (piece: string) => number): number {
  let sum = 0;
  for (const piece of pieces) sum += rarity(piece) ** 2;
  return Math.sqrt(sum) || 1;
}
