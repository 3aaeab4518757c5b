import type { CustomerMatch } from '../match/customer-match.ts';
import type { RuleCode } from '../rules.ts';
import type { Clause, ConflictAction, ConflictFinding, Weighed } from './conflict.ts';
import type { ClauseStanding } from './conflict-clause.ts';
import type { DealEvidence } from './evidence.ts';
import type { DealPolicy } from './policy.ts';

/** One record's meaning, with its risk, who was first and what to do. @param standing null: the customer is known and nothing is under way */
export function finding(
  verdict: ConflictFinding['verdict'],
  { match, probability, by }: Weighed,
  standing: ClauseStanding | null,
  evidence: DealEvidence,
  { matching }: DealPolicy,
): ConflictFinding {
  const clause = standing?.clause ?? null;
  const first = firstOf(match, evidence);
  // An opportunity of which nobody knows whether it is active may be the graver of the two.
  const graver = standing?.touchUnknown && clause === 'open_opportunity' ? 'active_cycle' : clause;
  const gravity = graver === null ? 0 : matching.gravity[graver];
  const rule: RuleCode = clause === null ? 'match.known' : `conflict.${clause}`;
  const text = standing === null ? KNOWN : textOf(standing);
  return {
    verdict,
    match,
    clause,
    risk: Math.round(100 * probability * gravity * (standing?.apart ? 0.5 : 1)),
    action: actionOf(verdict, clause, first),
    first,
    reason: {
      rule,
      text,
      source: `${match.record}#${by === 'domain' ? 'domain' : 'name'}`,
      value: clause === 'namesake' ? (match.telling ?? []).join(' ') : probability.toFixed(2),
    },
  };
}

/** @returns `this` only where this one was certainly first: a record without an instant of its own was there before. */
function firstOf(
  { record, facts }: CustomerMatch,
  { record: own, submission, asOf }: DealEvidence,
): 'this' | 'other' {
  if (facts.protectedUntil !== null && facts.protectedUntil > asOf) return 'other';
  if (facts.submittedAt === null) return 'other';
  const gap = Date.parse(submission.submission_timestamp) - Date.parse(facts.submittedAt);
  return gap < 0 || (gap === 0 && own < record) ? 'this' : 'other';
}

function actionOf(
  verdict: ConflictFinding['verdict'],
  clause: Clause | null,
  first: 'this' | 'other',
): ConflictAction {
  if (verdict === 'known') return 'none';
  if (verdict === 'review') return 'compare';
  if (clause === 'duplicate') return 'close_as_duplicate';
  if (clause === 'protected' || clause === 'registered') return first === 'this' ? 'keep_this' : 'keep_other';
  return 'ask_account_owner';
}

function textOf({ clause, apart, touchUnknown }: ClauseStanding): string {
  const text = (touchUnknown && UNKNOWN_TOUCH[clause]) || TEXTS[clause];
  return `${text}${apart ? APART : ''}`;
}

const UNKNOWN_TOUCH: Partial<Record<Clause, string>> = {
  direct_touch: 'The CRM does not say whether our own sellers were in touch with this customer lately',
  open_opportunity: 'An opportunity with this customer is open; the CRM does not say whether it is active',
  hierarchy:
    'The CRM does not say whether our own sellers were in touch with a company of the same group lately',
};
const KNOWN = 'The customer is known and nothing is under way with it';
const APART = ', for other territories or products as both state them';
const TEXTS: Record<Clause, string> = {
  protected: 'Another partner holds the protection of this customer',
  registered: 'Another partner has registered this customer',
  duplicate: 'The same partner has registered this customer before',
  active_cycle: 'A sales cycle with this customer is active',
  open_opportunity: 'An opportunity with this customer is open',
  direct_touch: 'Our own sellers were in touch with this customer lately',
  hierarchy: 'Something is under way with a company of the same group',
  possible_account: 'A known account may be this customer',
  namesake: 'Another partner has registered a customer whose name has the same telling words',
};
