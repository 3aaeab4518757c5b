import type { Random } from '../random.ts';
import type { Deal } from '../records.ts';
import type { FundRequestRecord, PlannedClaim } from './claim.ts';
import { type ClaimWorld, openClaimDesk } from './desk.ts';
import { DUPLICATES } from './duplicate.ts';
import { INVALID } from './invalid.ts';
import type { ClaimPlan } from './plan.ts';

export interface MadeClaims {
  /** In the order in which they are handed in. */
  claims: PlannedClaim[];
  /** Registrations and requests for funds that the PRM holds beside. */
  deals: Deal[];
  funds: FundRequestRecord[];
}

/**
 * Claims of a channel with their truth. Each kind of invalid claim and of duplicate is made equally often. None where no program pays any
 * more, because the programs of policy/incentives end on days of the calendar.
 */
export function makeClaims(world: ClaimWorld, { claims: count, invalid, duplicate }: ClaimPlan): MadeClaims {
  const desk = openClaimDesk(world);
  if (![...world.programs.values()].some(({ window }) => window.from < world.from && window.to >= world.to))
    return { claims: [], deals: [], funds: [] };
  const claims: PlannedClaim[] = [];
  for (const kind of turns(world.random, INVALID, Math.round(count * invalid))) claims.push(kind(desk));
  for (const kind of turns(world.random, DUPLICATES, Math.round(count * duplicate)))
    claims.push(...kind(desk));
  while (claims.length < count) claims.push(desk.plan(desk.clean(), 'clean', 'nothing speaks against it'));
  claims.sort((a, b) => (a.submittedAt < b.submittedAt ? -1 : a.submittedAt > b.submittedAt ? 1 : 0));
  return { claims, deals: desk.deals, funds: desk.funds };
}

/** Each kind in turn, beginning anywhere, until there are so many. */
function turns<T>(random: Random, kinds: Record<string, T>, count: number): T[] {
  const all = Object.values(kinds);
  const first = random.between(0, all.length - 1);
  return Array.from({ length: count }, (_, at) => all[(first + at) % all.length] as T);
}
