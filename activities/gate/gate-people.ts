import type { Authority } from '../../adapters/store/authority.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { calendarOf } from '../../contracts/calendars.ts';
import type { PersonRecord } from '../../contracts/policy-authority.ts';
import { authorise, type CaseFacts, rolesThatDecide } from '../../domain/gate/authority.ts';
import type { Calendar } from '../../domain/gate/business-hours.ts';
import { type Route, route, routingAt } from '../../domain/gate/routing.ts';
import type { GatePolicy } from './gate-deps.ts';

/** Who gets a case first, of those who may decide it (domain/gate/routing.ts), and by which rule. */
export async function pickAssignee(
  tx: Tx,
  facts: CaseFacts,
  authority: Authority,
  policy: GatePolicy,
  now: string,
): Promise<Route> {
  const able = Object.values(authority.people).filter((person) =>
    mayApprove(person, facts, authority, policy, now),
  );
  const open = await openCases(tx, able);
  const reviewers = able.map((person) => ({ ...person, open: open(person) }));
  return route(facts, reviewers, rolesThatDecide(facts, policy.authority), routingAt(policy.routing, now));
}

/** Who hears of a case that is long overdue: Partner Ops, of the region before others, never only the assignee. */
export async function pickOps(
  tx: Tx,
  facts: CaseFacts,
  authority: Authority,
  assignee: string | null,
): Promise<PersonRecord | null> {
  const ops = Object.values(authority.people).filter(({ role, active }) => role === 'partner_ops' && active);
  const others = ops.filter((person) => person.id !== assignee);
  const candidates = others.length > 0 ? others : ops;
  const near = candidates.filter((person) => person.region === facts.region);
  return leastBusy(tx, near.length > 0 ? near : candidates);
}

/** The reviewer's working time; without one, UTC with the region's holidays. */
export function reviewerCalendar(
  assignee: { zone: string; region: string | null } | null | undefined,
  facts: CaseFacts,
  policy: GatePolicy,
): Calendar {
  return calendarOf(assignee ?? { zone: 'UTC', region: facts.region }, policy.calendars);
}

function mayApprove(
  person: PersonRecord,
  facts: CaseFacts,
  { people }: Authority,
  { authority: policy }: GatePolicy,
  now: string,
): boolean {
  // Delegations stay out: a case goes to whoever may decide it by themself.
  const context = { policy, people, delegations: [], facts, approvals: [], quorum: 1, now };
  return !('code' in authorise({ by: person.id, action: 'approve' }, context));
}

/** The one with the fewest open cases, then the smaller id. */
async function leastBusy(tx: Tx, people: PersonRecord[]): Promise<PersonRecord | null> {
  const open = await openCases(tx, people);
  return [...people].sort((a, b) => open(a) - open(b) || (a.id < b.id ? -1 : 1))[0] ?? null;
}

async function openCases(tx: Tx, people: readonly PersonRecord[]): Promise<(person: PersonRecord) => number> {
  const { rows } = await tx.query<{ assignee: string; open: number }>(
    'select assignee, count(*)::int as open from cases where gate is not null and assignee = any ($1) group by assignee',
    [people.map((person) => person.id)],
  );
  const open = new Map(rows.map((row) => [row.assignee, row.open]));
  return ({ id }) => open.get(id) ?? 0;
}
