import type { CustomerMatch } from '../match/customer-match.ts';
import type { LastTouch } from '../match/facts.ts';
import type { Clause } from './conflict.ts';
import type { DealEvidence } from './evidence.ts';

const DAY = 86_400_000;

/** What would stand in the way if the record is the same customer. */
export interface ClauseStanding {
  clause: Clause;
  /** Both sides state territories or product families, and have none in common. */
  apart: boolean;
  /** Whether anything happened lately is not known. */
  touchUnknown?: true;
}

/**
 * The clause under which a record stands in a registration's way; null for an account with which nothing is under way (it is the
 * customer, no conflict) and for what has ended.
 */
export function clauseOf(
  match: CustomerMatch,
  evidence: DealEvidence,
  touchDays: number,
): ClauseStanding | null {
  const { asOf, partner, submission } = evidence;
  const { facts, kind } = match;
  const own = facts.partnerId !== null && facts.partnerId === partner.id;
  // An account's country is where it sits, not where it is sold to.
  const territories = kind === 'registration' ? match.territories : [];
  const apart =
    disjoint(territories, submission.territories) || disjoint(match.products, submission.product_families);
  const touch = touchOf(facts.lastTouchAt, evidence, touchDays);
  const unknown = touch === 'unknown' ? { touchUnknown: true as const } : {};
  if (kind === 'account')
    return touch === 'none' ? null : { clause: 'direct_touch', apart: false, ...unknown };
  if (kind === 'registration' && !own && facts.protectedUntil !== null && facts.protectedUntil > asOf)
    return { clause: 'protected', apart };
  if (!facts.open) return null;
  if (own) return { clause: 'duplicate', apart };
  if (kind === 'registration') return { clause: 'registered', apart };
  return { clause: touch === 'lately' ? 'active_cycle' : 'open_opportunity', apart, ...unknown };
}

/** Whether a record was touched within so many days: `none` where it was not. */
function touchOf(
  at: LastTouch,
  { asOf, unknownIsNull }: DealEvidence,
  days: number,
): 'lately' | 'none' | 'unknown' {
  if (at === null) return unknownIsNull ? 'unknown' : 'none';
  return at !== 'never' && Date.parse(asOf) - Date.parse(at) <= days * DAY ? 'lately' : 'none';
}

function disjoint(left: readonly string[], right: readonly string[]): boolean {
  if (left.length === 0 || right.length === 0) return false;
  const known = new Set(left.map(plain));
  return !right.some((each) => known.has(plain(each)));
}

function plain(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}
