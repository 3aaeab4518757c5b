import type { Authority } from '../adapters/store/authority.ts';
import type { Tx } from '../adapters/store/pool.ts';
import { calendarOf, type PersonRecord } from '../contracts/policy-authority.ts';
import { authorise, type CaseFacts, type Role, rolesThatDecide } from '../domain/authority.ts';
import type { Calendar } from '../domain/business-hours.ts';
import type { GatePolicy } from './gate-deps.ts';

/**
 * Who gets a case first: the partner's manager where they may decide it, else of the roles that may (Partner Ops before
 * Finance before Controller) whoever is in the region, then whoever has the fewest open cases. Null: nobody may.
 */
export async function pickAssignee(
  tx: Tx,
  facts: CaseFacts,
  authority: Authority,
  policy: GatePolicy,
  now: string,
): Promise<PersonRecord | null> {
  const able = Object.values(authority.people).filter((person) =>
    mayApprove(person, facts, authority, policy, now),
  );
  const manager = able.find((person) => person.id === facts.partnerManager);
  if (manager) return manager;
  const order = rolesThatDecide(facts, policy.authority);
  return leastBusy(
    tx,
    able.sort((a, b) => rank(a, order, facts.region) - rank(b, order, facts.region)),
    (a, b) => rank(a, order, facts.region) === rank(b, order, facts.region),
  );
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
  return leastBusy(tx, near.length > 0 ? near : candidates, () => true);
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

/** Own channel managers come last: without the partner's manager a case is for those above them. */
function rank(person: PersonRecord, order: Role[], region: string | null): number {
  const role = person.role === 'channel_manager' ? order.length : order.indexOf(person.role);
  return 2 * role + (person.region === region ? 0 : 1);
}

/** Of those who are as good as the first, the one with the fewest open cases, then the smaller id. */
async function leastBusy(
  tx: Tx,
  people: PersonRecord[],
  alike: (a: PersonRecord, b: PersonRecord) => boolean,
): Promise<PersonRecord | null> {
  const first = people[0];
  if (!first) return null;
  const choice = people.filter((person) => alike(person, first));
  const { rows } = await tx.query<{ assignee: string; open: number }>(
    'select assignee, count(*)::int as open from cases where gate is not null and assignee = any ($1) group by assignee',
    [choice.map((person) => person.id)],
  );
  const open = new Map(rows.map((row) => [row.assignee, row.open]));
  const load = (person: PersonRecord) => open.get(person.id) ?? 0;
  return choice.sort((a, b) => load(a) - load(b) || (a.id < b.id ? -1 : 1))[0] ?? null;
}
