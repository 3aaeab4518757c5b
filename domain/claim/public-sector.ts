import { isPublicBody } from '../match/public-bodies.ts';

/**
 * Whether the customer is a public body. What the partner states against themselves is believed; that it is none is believed of names that do
 * not sound like one. Null: not known.
 * @param named as the deal, the claim and the row of a file of sales call the customer; none of them may sound like a public body
 */
export function publicSectorOf(
  named: readonly (string | null | undefined)[],
  stated: boolean | null,
): boolean | null {
  if (stated !== false) return stated;
  const known = named.filter((name) => name !== null && name !== undefined);
  return known.length === 0 || known.some(soundsPublic) ? null : false;
}

function soundsPublic(name: string): boolean {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
  return words.some(isPublicBody);
}
