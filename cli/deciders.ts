import type { CaseRow } from '../adapters/store/cases.ts';
import type { PersonRecord } from '../contracts/policy-authority.ts';
import { type AuthorityPolicy, authorise, type CaseFacts } from '../domain/gate/authority.ts';
import type { GateView } from '../domain/gate/gate.ts';
import type { Json } from '../domain/json.ts';
import { summaryText } from './case-text.ts';

/**
 * People who may decide this gate, the assignee first. Judged by what the row shows; the partner's manager is known to the
 * workflow alone, which has the last word.
 */
export function possibleDeciders(
  people: ReadonlyMap<string, PersonRecord>,
  row: CaseRow,
  gate: Pick<GateView, 'roles' | 'assignee' | 'quorum'>,
  policy: AuthorityPolicy,
): PersonRecord[] {
  const context = {
    policy,
    people: Object.fromEntries(people),
    delegations: [],
    facts: factsOf(row),
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

/** What the row knows of a case that authority asks for. */
export function factsOf(row: CaseRow): CaseFacts {
  return {
    lifecycle: row.lifecycle,
    partnerId: row.partnerId,
    partnerManager: null,
    region: row.segment?.split('/')[1] ?? null,
    submittedBy: listed(row.summary.submitted_by),
    configuredBy: [],
    formerReviewers: listed(row.summary.former_reviewers),
    valueUsd: summaryText(row, 'estimated_value'),
    paidUsd: null,
  };
}

function listed(value: Json | undefined): string[] {
  return [value].flat().filter((one) => typeof one === 'string');
}
