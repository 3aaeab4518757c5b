import { lookalike } from '../../domain/match/lookalike.ts';
import { namedAlike } from '../../domain/match/meaning.ts';
import { tellingWord } from '../../domain/match/telling.ts';
import type { KeyHit } from '../store/match.ts';
import { cosineTo } from './cosine.ts';
import type { MatchKeys } from './keys.ts';
import type { Learnt } from './learnt.ts';

/** What other partners hold under a name with a rare word in common: so many beside the nearest. */
const HELD = 100;

/**
 * Ids of the best, nearest name first. Half of the places go to what shares a strong key, however far its name; the rest go by
 * name alone, so that a parent's hundreds of children do not crowd out the one that is meant. What partners hold comes on top: those
 * first whose names have a rare word in common.
 */
export function ranked(
  hits: readonly KeyHit[],
  { name }: MatchKeys,
  { rarity, accounts }: Learnt,
  limit: number,
): number[] {
  const nearness = cosineTo(name, rarity.weights);
  const near = hits
    .map(({ id, strong, held, name: other }) => ({ id, strong, held, other, near: nearness(other) }))
    .sort((a, b) => b.near - a.near || a.id - b.id);
  const strong = near.filter((hit) => hit.strong).slice(0, Math.ceil(limit / 2));
  const kept = new Set(strong);
  for (const hit of near.filter((each) => !kept.has(each)).slice(0, limit - strong.length)) kept.add(hit);
  const { tells } = tellingWord(accounts.words, null);
  const rare = new Set(name.split(' ').filter(tells).map(oneSpelling));
  const shared = (hit: (typeof near)[number]) =>
    hit.other.split(' ').some((word) => rare.has(oneSpelling(word)));
  const held = near.filter((hit) => hit.held && !kept.has(hit));
  const sharing = new Set(held.filter(shared));
  for (const hit of [...sharing, ...held.filter((each) => !sharing.has(each))].slice(0, HELD)) kept.add(hit);
  return near.filter((hit) => kept.has(hit)).map(({ id }) => id);
}

const oneSpelling = (word: string) => namedAlike(word) ?? lookalike(word);
