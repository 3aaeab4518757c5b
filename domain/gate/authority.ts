import { Decimal } from 'decimal.js';
import type { DecisionAction, Refusal, RefusalCode } from '../decision.ts';
import { grouped } from '../grouped.ts';

/** Who may do what: people, roles, limits, delegations. Always the current state, never the one a case started with. */

export const ROLES = [
  'channel_manager',
  'partner_ops',
  'finance',
  'controller',
  'auditor',
  'partner',
  'admin',
] as const;
export type Role = (typeof ROLES)[number];

/** `money`: what the company pays; `configuration`: policy and rollout changes; `business`: everything else. */
export type CaseClass = 'business' | 'money' | 'configuration';

/** Everything the matrix of policy/roles.yaml speaks about. */
export type Verb = DecisionAction | 'trigger' | 'view' | 'audit' | 'configure';

export interface RolePolicy {
  /** As people say it: `Channel Manager`. */
  title: string;
  /** Letters out of T V D O A C per class of case. */
  rights: Record<CaseClass, string>;
  /** Decides for own partners only. */
  ownPartnersOnly: boolean;
  /** Most that one decision may pay, inclusive; null: no limit. */
  limitUsd: string | null;
  /** By lifecycle: decides cases worth less than this, exclusive. */
  decidesBelowUsd: Record<string, string>;
}

export interface AuthorityPolicy {
  roles: Record<Role, RolePolicy>;
  moneyLifecycles: string[];
  configurationLifecycles: string[];
  /** Whether a decision without a token may pass; `allowed` is for development. */
  unsigned: 'allowed' | 'refused';
}

export interface Person {
  id: string;
  role: Role;
  region: string | null;
  /** IANA zone of the person's desk. */
  zone: string;
  manager: string | null;
  /** The person's own limit instead of the role's. */
  limitUsd: string | null;
  /** Set for people of a partner. */
  partnerId: string | null;
  /** A channel manager's own partners; empty: all of the region. */
  partners: string[];
  active: boolean;
}

/** `from` lets `to` decide in `from`'s place; both instants UTC, the end excluded. */
export interface Delegation {
  from: string;
  to: string;
  startsAt: string;
  endsAt: string;
}

/** What authority needs to know of a case: references and amounts only. */
export interface CaseFacts {
  lifecycle: string;
  partnerId: string | null;
  /** Person id of the partner's channel manager. */
  partnerManager: string | null;
  region: string | null;
  /** Product families that it is about; they only choose who looks first. */
  products?: string[];
  submittedBy: string[];
  configuredBy: string[];
  /** People who decided it before, where another reviewer is asked for (an appeal). */
  formerReviewers: string[];
  /** Roles that decide it, where the program that it is about names them; absent: every role that may. */
  reviewers?: readonly Role[];
  /** What the case is worth, e.g. a deal's value: decides who looks at it. */
  valueUsd: string | null;
  /** What a decision would pay or claw back: bound by the money limits. */
  paidUsd: string | null;
}

/** One person's yes on the way to a quorum. */
export interface Approval {
  by: string;
  delegatedFrom: string | null;
}

export interface AuthorityContext {
  policy: AuthorityPolicy;
  people: Record<string, Person>;
  delegations: Delegation[];
  facts: CaseFacts;
  approvals: Approval[];
  /** Distinct people needed. */
  quorum: number;
  /** UTC instant. */
  now: string;
}

export interface Authorised {
  as: Role;
  /** Person in whose place the decision was taken. */
  delegatedFrom: string | null;
}

/**
 * May this person take this decision, and as what? Tries the person's own standing first, then each running delegation.
 * Rules: decisions, "Roles and what they may do" and "Money: Limits".
 */
export function authorise(
  attempt: { by: string; action: DecisionAction; to?: string },
  context: AuthorityContext,
): Authorised | Refusal {
  const person = context.people[attempt.by];
  if (!person?.active) {
    return refuse(
      'unknown_person',
      `${attempt.by} is not an active person here; an Admin adds people to policy/people.yaml`,
    );
  }
  if (attempt.action === 'reassign') {
    const problem = cannotTakeOver(attempt.to ?? '', context);
    if (problem) return problem;
  }
  const own = objection(person, attempt.action, context);
  if (own === null) return { as: person.role, delegatedFrom: null };
  // A delegate's own ties to the case count as much as the principal's.
  if (own.code === 'not_self' || own.code === 'reviewer_repeated' || !mayEverDecide(person, context.policy))
    return own;
  const mine = context.delegations.filter((delegation) => delegation.to === person.id);
  for (const delegation of mine.filter((one) => one.startsAt <= context.now && context.now < one.endsAt)) {
    const principal = context.people[delegation.from];
    if (principal?.active && objection(principal, attempt.action, context) === null) {
      return { as: principal.role, delegatedFrom: principal.id };
    }
  }
  const outside = mine.find((one) => context.now < one.startsAt || one.endsAt <= context.now);
  if (!outside) return own;
  const window = `from ${outside.startsAt} to ${outside.endsAt}`;
  return refuse(own.code, `${own.message} (the delegation by ${outside.from} runs ${window})`);
}

/** Whether the matrix gives a role this right on this class of case. */
export function may(role: Role, verb: Verb, caseClass: CaseClass, policy: AuthorityPolicy): boolean {
  return policy.roles[role].rights[caseClass].includes(LETTERS[verb]);
}

/** Class of a case: what pays or claws back is a money case whatever its lifecycle. */
export function classOf(facts: CaseFacts, policy: AuthorityPolicy): CaseClass {
  if (policy.configurationLifecycles.includes(facts.lifecycle)) return 'configuration';
  return facts.paidUsd !== null || policy.moneyLifecycles.includes(facts.lifecycle) ? 'money' : 'business';
}

/** Roles that may approve this case, or do what else is named: for the gate's view, and for "ask … instead". */
export function rolesThatDecide(
  facts: CaseFacts,
  policy: AuthorityPolicy,
  action: DecisionAction = 'approve',
): Role[] {
  return ROLES.filter(
    (role) => reaches(role, facts, policy, action) && isReviewer(role, facts, policy, action),
  );
}

/** By its rights and limits alone. */
function reaches(role: Role, facts: CaseFacts, policy: AuthorityPolicy, action: DecisionAction): boolean {
  return (
    may(role, action, classOf(facts, policy), policy) &&
    !tooValuable(role, facts, policy) &&
    !overLimit(policy.roles[role].limitUsd, facts)
  );
}

/** Above the limits of all the roles that a program names, it is for those whose limits reach so far. */
function isReviewer(role: Role, facts: CaseFacts, policy: AuthorityPolicy, action: DecisionAction): boolean {
  const { reviewers } = facts;
  if (reviewers === undefined || !DECIDES_OUTCOME.includes(action) || reviewers.includes(role)) return true;
  return !reviewers.some((one) => reaches(one, facts, policy, 'approve'));
}

const LETTERS: Record<Verb, string> = {
  trigger: 'T',
  view: 'V',
  approve: 'D',
  reject: 'D',
  request_information: 'D',
  reassign: 'D',
  override: 'O',
  rollback: 'O',
  audit: 'A',
  configure: 'C',
};

function objection(person: Person, action: DecisionAction, context: AuthorityContext): Refusal | null {
  const { facts, policy, approvals } = context;
  const role = policy.roles[person.role];
  const instead = () => {
    const titles = rolesThatDecide(facts, policy, action).map((one) => policy.roles[one].title);
    if (titles.length > 0) return `ask ${titles.join(' or ')}`;
    return facts.reviewers
      ? 'no role that its program names may, see reviewers in policy/incentives'
      : 'no role may, see policy/roles.yaml';
  };
  const tie = tieTo(person, facts);
  if (tie) return refuse('not_self', `${person.id} ${tie}; somebody else has to decide it`);
  if (!may(person.role, action, classOf(facts, policy), policy)) {
    return refuse('role', `${role.title} may not ${action.replace('_', ' ')} this case; ${instead()}`);
  }
  if (!isReviewer(person.role, facts, policy, action)) {
    const refusal = `${role.title} is not among the reviewers that the program of this claim names; ${instead()}`;
    return refuse('role', refusal);
  }
  if (role.ownPartnersOnly && !isOwnPartner(person, facts)) {
    return refuse(
      'own_partners_only',
      `the partner ${facts.partnerId ?? 'of this case'} is not one of ${person.id}'s partners; ask its manager or Partner Ops`,
    );
  }
  const before = approvals.some((one) => one.by === person.id || one.delegatedFrom === person.id);
  if (DECIDES_OUTCOME.includes(action) && (before || facts.formerReviewers.includes(person.id))) {
    return refuse(
      'reviewer_repeated',
      `${person.id} has already decided this case; another person is needed`,
    );
  }
  if (DECIDES_OUTCOME.includes(action) && tooValuable(person.role, facts, policy)) {
    const below = role.decidesBelowUsd[facts.lifecycle];
    return refuse(
      'limit',
      `${role.title} decides below ${usd(below)}, this case is worth ${usd(facts.valueUsd)}; ${instead()}`,
    );
  }
  const limit = person.limitUsd ?? role.limitUsd;
  const completes = approvals.length + 1 >= context.quorum;
  if (MOVES_MONEY.includes(action) && completes && overLimit(limit, facts)) {
    return refuse(
      'limit',
      `${usd(facts.paidUsd)} is above ${person.id}'s limit of ${usd(limit)}; ${instead()}`,
    );
  }
  return null;
}

/** Asking the partner or a colleague settles nothing, so value and quorum do not bind it. */
const DECIDES_OUTCOME: readonly DecisionAction[] = ['approve', 'reject', 'override'];
const MOVES_MONEY: readonly DecisionAction[] = ['approve', 'override', 'rollback'];

function tieTo(person: Person, facts: CaseFacts): string | null {
  if (facts.submittedBy.includes(person.id)) return 'submitted this case';
  if (facts.configuredBy.includes(person.id)) return 'configured this case';
  if (person.partnerId !== null && person.partnerId === facts.partnerId) return 'belongs to its partner';
  return null;
}

function isOwnPartner(person: Person, facts: CaseFacts): boolean {
  if (facts.partnerId === null) return false;
  if (facts.partnerManager === person.id || person.partners.includes(facts.partnerId)) return true;
  return person.partners.length === 0 && person.region !== null && person.region === facts.region;
}

function tooValuable(role: Role, facts: CaseFacts, policy: AuthorityPolicy): boolean {
  const below = policy.roles[role].decidesBelowUsd[facts.lifecycle];
  return below !== undefined && facts.valueUsd !== null && new Decimal(facts.valueUsd).gte(below);
}

function overLimit(limitUsd: string | null, facts: CaseFacts): boolean {
  return limitUsd !== null && facts.paidUsd !== null && new Decimal(facts.paidUsd).abs().gt(limitUsd);
}

/** Partners, auditors and admins stay out of decisions even when somebody delegates to them. */
export function mayEverDecide(person: Pick<Person, 'role'>, policy: AuthorityPolicy): boolean {
  return (['business', 'money'] as const).some((one) => may(person.role, 'approve', one, policy));
}

function cannotTakeOver(to: string, context: AuthorityContext): Refusal | null {
  const target = context.people[to];
  if (!target?.active) {
    return refuse(
      'unknown_person',
      `${to || 'nobody'} is not an active person here; name one from policy/people.yaml`,
    );
  }
  const problem = objection(target, 'approve', context);
  return problem && refuse(problem.code, `${to} could not decide this case: ${problem.message}`);
}

function refuse(code: RefusalCode, message: string): Refusal {
  return { code, message };
}

function usd(amount: string | null | undefined): string {
  return `USD ${grouped(amount ?? '')}`;
}
