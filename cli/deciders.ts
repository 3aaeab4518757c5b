import type { Tx } from '../adapters/store/pool.ts';
import type { PersonRecord } from '../contracts/policy-authority.ts';
import type { GateView } from '../domain/gate.ts';

/** People who may decide this gate by their role and partners; a case's other rules are checked when they decide. */
export function possibleDeciders(
  people: ReadonlyMap<string, PersonRecord>,
  gate: Pick<GateView, 'roles' | 'assignee'>,
): PersonRecord[] {
  const able = [...people.values()].filter((one) => one.active && gate.roles.includes(one.role));
  return able.sort((a, b) => Number(b.id === gate.assignee) - Number(a.id === gate.assignee));
}

export interface RunningDelegation {
  from: string;
  to: string;
  endsAt: string;
}

/** Who decides in whose place at this instant. */
export async function runningDelegations(tx: Tx, now: string): Promise<RunningDelegation[]> {
  const { rows } = await tx.query<{ from_person: string; to_person: string; ends_at: Date }>(
    `select from_person, to_person, ends_at from delegations
      where revoked_at is null and starts_at <= $1 and ends_at > $1 order by starts_at`,
    [now],
  );
  return rows.map((row) => ({ from: row.from_person, to: row.to_person, endsAt: row.ends_at.toISOString() }));
}
