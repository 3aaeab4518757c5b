import type { CaseFacts, Role } from './authority.ts';

/** Who looks at a case first (policy/routing.yaml); who may decide it at all is domain/gate/authority.ts. */
export interface RoutingPolicy {
  /** UTC instant from which on it holds. */
  effectiveFrom: string;
  /** So many open cases more than a colleague has who may decide it as well, and it goes to the colleague. */
  overload: number;
  /** The first that fits sends the case to its people. */
  rules: RoutingRule[];
}

export interface RoutingRule {
  name: string;
  /** Empty: every lifecycle. */
  lifecycles: string[];
  /** Empty: every region. */
  regions: string[];
  /** Product families; empty: all. */
  products: string[];
  /** Person ids. */
  people: string[];
  /** A further clock of policy/sla.yaml that then applies; null: none. */
  clock: string | null;
}

/** Somebody who may decide the case. */
export interface Reviewer {
  id: string;
  role: Role;
  region: string | null;
  /** Open cases that are assigned to them. */
  open: number;
}

export interface Route {
  /** Person id; null when nobody may decide it. */
  assignee: string | null;
  /** Name of the rule that chose; null where none fits. */
  rule: string | null;
  clock: string | null;
}

/** The policy in force; without any, nobody is preferred and nobody ever overloaded. @param now UTC instant, ISO 8601 */
export function routingAt(versions: readonly RoutingPolicy[], now: string): RoutingPolicy {
  const inForce = versions
    .filter(({ effectiveFrom }) => effectiveFrom <= now)
    .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1));
  return inForce[0] ?? { effectiveFrom: '', overload: Number.MAX_SAFE_INTEGER, rules: [] };
}

/**
 * Chooses the reviewer: the people of the first rule that fits, then the partner's manager, then role by role (Partner Ops before
 * Finance before Controller, channel managers last), those of the region first. Within each group whoever has the fewest open cases, then
 * the smaller id. A group that has `overload` cases more than the next one is passed over.
 * @param roles that decide such a case, in that order
 */
export function route(
  facts: CaseFacts,
  able: readonly Reviewer[],
  roles: readonly Role[],
  policy: RoutingPolicy,
): Route {
  const rule = policy.rules.find((one) => fits(one, facts)) ?? null;
  const groups = [
    able.filter(({ id }) => rule?.people.includes(id)),
    able.filter(({ id }) => id === facts.partnerManager),
    ...ranked(able, roles, facts.region),
  ]
    .map(leastBusy)
    .filter((one) => one !== null);
  const chosen = groups.find((one, at) => {
    const next = groups.slice(at + 1).find(({ id }) => id !== one.id);
    return !next || one.open - next.open < policy.overload;
  });
  const byRule = chosen && rule?.people.includes(chosen.id) ? rule.name : null;
  return { assignee: chosen?.id ?? null, rule: byRule, clock: rule?.clock ?? null };
}

function fits({ lifecycles, regions, products }: RoutingRule, facts: CaseFacts): boolean {
  const has = (wanted: string[], given: readonly string[]) => {
    const known = new Set(given.map((each) => each.toLowerCase()));
    return wanted.length === 0 || wanted.some((each) => known.has(each.toLowerCase()));
  };
  const region = facts.region === null ? [] : [facts.region];
  return has(lifecycles, [facts.lifecycle]) && has(regions, region) && has(products, facts.products ?? []);
}

/** Own channel managers come last: without the partner's manager a case is for those above them. */
function ranked(able: readonly Reviewer[], roles: readonly Role[], region: string | null): Reviewer[][] {
  const groups = new Map<number, Reviewer[]>();
  for (const person of able) {
    const role = person.role === 'channel_manager' ? roles.length : roles.indexOf(person.role);
    const rank = 2 * role + (person.region === region ? 0 : 1);
    groups.set(rank, [...(groups.get(rank) ?? []), person]);
  }
  return [...groups].sort(([a], [b]) => a - b).map(([, people]) => people);
}

function leastBusy(group: readonly Reviewer[]): Reviewer | null {
  return [...group].sort((a, b) => a.open - b.open || (a.id < b.id ? -1 : 1))[0] ?? null;
}
