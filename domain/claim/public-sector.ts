import { isPublicBody } from '../match/public-bodies.ts';

/**
 * Whether the customer is a public body. What the partner states against themselves is believed; that it is none is believed of a name that
 * does not sound like one. Null: not known.
 */
export function publicSectorOf(customer: string | null, stated: boolean | null): boolean | null {
  if (stated !== false) return stated;
  const words = (customer ?? '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
  return customer === null || words.some(isPublicBody) ? null : false;
}
