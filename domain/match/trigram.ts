/**
 * Similarity of two texts as PostgreSQL's pg_trgm defines it: words padded with two blanks in front and one behind, sets of
 * three-letter pieces, shared pieces over all pieces. 0..1. (Source: PostgreSQL documentation, F.35 pg_trgm.)
 */
export function trigramSimilarity(a: string, b: string): number {
  const left = trigrams(a);
  const right = trigrams(b);
  if (left.size === 0 || right.size === 0) return 0;
  let shared = 0;
  for (const piece of left) if (right.has(piece)) shared += 1;
  return shared / (left.size + right.size - shared);
}

function trigrams(text: string): Set<string> {
  const pieces = new Set<string>();
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    const padded = `  ${word} `;
    for (let i = 0; i + 3 <= padded.length; i += 1) pieces.add(padded.slice(i, i + 3));
  }
  return pieces;
}
