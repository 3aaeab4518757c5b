import type { Row } from '../../domain/match/model.ts';
import { trigramSimilarity } from '../../domain/match/trigram.ts';

/** What anybody could do in an afternoon: one similarity of the whole text, one threshold. */
export const YARDSTICKS: Readonly<Record<string, (a: string, b: string) => number>> = {
  trigram: trigramSimilarity,
  token_sort: tokenSort,
};

/** The fields written one after the other. */
export function asText(row: Row, fields: readonly string[]): string {
  return fields
    .map((field) => row[field] ?? '')
    .join(' ')
    .trim();
}

/** Words sorted, then 2 x longest common subsequence over both lengths (as rapidfuzz's token_sort_ratio). 0..1 */
export function tokenSort(a: string, b: string): number {
  const [left, right] = [sorted(a), sorted(b)];
  const whole = left.length + right.length;
  return whole === 0 ? 0 : (2 * common(left, right)) / whole;
}

function sorted(text: string): string {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).sort().join(' ');
}

function common(a: string, b: string): number {
  let above = new Uint16Array(b.length + 1);
  for (let i = 0; i < a.length; i += 1) {
    const row = new Uint16Array(b.length + 1);
    const letter = a.charCodeAt(i);
    for (let j = 0; j < b.length; j += 1) {
      row[j + 1] =
        letter === b.charCodeAt(j)
          ? (above[j] as number) + 1
          : Math.max(above[j + 1] as number, row[j] as number);
    }
    above = row;
  }
  return above[b.length] as number;
}
