import type { PersonRecord } from '../contracts/policy-authority.ts';
import type { GateView } from '../domain/gate.ts';

/** People who may decide this gate by their role; a case's other rules (own partners, limits) are checked when they decide. */
export function possibleDeciders(
  people: ReadonlyMap<string, PersonRecord>,
  gate: Pick<GateView, 'roles' | 'assignee'>,
): PersonRecord[] {
  const able = [...people.values()].filter((one) => one.active && gate.roles.includes(one.role));
  return able.sort((a, b) => Number(b.id === gate.assignee) - Number(a.id === gate.assignee));
}
