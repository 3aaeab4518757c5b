import type { PersonRecord } from '../../contracts/policy-authority.ts';
import { type AuthorityPolicy, authorise, type CaseFacts } from '../../domain/gate/authority.ts';
import type { GateView } from '../../domain/gate/gate.ts';

/** People who may decide this gate, the assignee first. @param facts activities/case-facts.ts */
export function possibleDeciders(
  people: ReadonlyMap<string, PersonRecord>,
  facts: CaseFacts,
  gate: Pick<GateView, 'roles' | 'assignee' | 'quorum'>,
  policy: AuthorityPolicy,
): PersonRecord[] {
  const context = {
    policy,
    people: Object.fromEntries(people),
    delegations: [],
    facts,
    approvals: [],
    quorum: gate.quorum,
    now: '',
  };
  const able = [...people.values()]
    .filter((one) => gate.roles.includes(one.role))
    .filter(
      (one) => one.id === gate.assignee || 'as' in authorise({ by: one.id, action: 'approve' }, context),
    );
  return able.sort((a, b) => Number(b.id === gate.assignee) - Number(a.id === gate.assignee));
}
