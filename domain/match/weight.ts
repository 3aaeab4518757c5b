import type { LevelModel } from './model.ts';

/** How much of the difference in rarity counts: values that agree by chance are rarer than independence says. */
const RARITY_SHARE = 0.5;
/** At most so many bits are taken off a common value: a field stays evidence of its own kind. */
const OFF_COMMON = 4;
/** At most so many are added to a rare one: words are drawn together, not one by one, so rarity by words overstates. */
const ONTO_RARE = 1;

/** The strongest level that the similarity reaches. */
export function levelOf<Level extends { atLeast: number }>(
  levels: readonly Level[],
  similarity: number,
): Level {
  return levels.find((level) => similarity >= level.atLeast) ?? (levels.at(-1) as Level);
}

/**
 * log2(m / u) of a level, agreement on rarer values counting more (Winkler 2000); agreement of any rarity never speaks
 * against. @param bits log2(1 / frequency) of what agrees; null where frequency says nothing
 */
export function weightOf(
  { m, u, bits: usual }: Pick<LevelModel, 'm' | 'u' | 'bits'>,
  bits: number | null,
): number {
  const weight = Math.log2(m / u);
  if (usual === null || bits === null || weight <= 0) return weight;
  const rarity = RARITY_SHARE * (bits - usual);
  return Math.max(0, weight + Math.max(-OFF_COMMON, Math.min(ONTO_RARE, rarity)));
}
