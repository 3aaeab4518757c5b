import type { Reason } from '../decision.ts';
import type { CustomerMatch } from '../match/customer-match.ts';
import { type Likelihood, likelihood } from '../match/floor.ts';
import { clauseOf } from './conflict-clause.ts';
import { finding } from './conflict-finding.ts';
import type { DealEvidence } from './evidence.ts';
import type { DealPolicy } from './policy.ts';

/** Why a known record stands in a registration's way. */
export type Clause =
  /** Another partner's registration, whose protection runs. */
  | 'protected'
  /** Another partner's registration that has not ended. */
  | 'registered'
  /** The same partner's own. */
  | 'duplicate'
  /** An open opportunity with activity within `touchDays`. */
  | 'active_cycle'
  | 'open_opportunity'
  /** An account that our own sellers were in touch with within `touchDays`. */
  | 'direct_touch'
  /** A parent, subsidiary or sister company of the customer of which one of the above holds. */
  | 'hierarchy'
  /** A quiet account that may be the customer: a person says whether it is. */
  | 'possible_account'
  /** Another partner's registration that runs, under a name with the same telling words. */
  | 'namesake';

export type ConflictAction =
  | 'none'
  /** A person compares the two records. */
  | 'compare'
  | 'ask_account_owner'
  | 'close_as_duplicate'
  /** The other one was first or is protected. */
  | 'keep_other'
  /** This one was first. */
  | 'keep_this';

/** What one record means for the registration. */
export interface ConflictFinding {
  /** `known`: the same customer, and nothing against it. */
  verdict: 'conflict' | 'review' | 'known';
  match: CustomerMatch;
  clause: Clause | null;
  /** 0..100: 100 × probability × gravity of the clause. */
  risk: number;
  action: ConflictAction;
  /** Which came first: earliest complete submission, then smaller record id; a live protection wins. */
  first: 'this' | 'other';
  reason: Reason;
}

/**
 * What every compared record means (decisions: "Deal registration"). Gravest first, then by record, so that the same evidence
 * always gives the same order. A record below `reviewFrom` means nothing unless it hangs on an account that is the customer, or another
 * partner holds it under a name with the same telling words.
 */
export function findConflicts(evidence: DealEvidence, policy: DealPolicy): ConflictFinding[] {
  const { conflictFrom, reviewFrom } = policy.matching;
  const weighed = evidence.matches.map(
    (match): Weighed => ({ match, ...likelihood(match, policy.matching) }),
  );
  const accounts = weighed.filter(
    ({ match, probability }) => match.kind === 'account' && probability >= conflictFrom,
  );
  return weighed
    .map((one) => {
      const relation = relationTo(one.match, accounts);
      const hangs = relation?.is === 'same' && relation.probability > one.probability;
      const own = hangs ? { ...one, probability: relation.probability, by: 'account' } : one;
      if (own.probability >= reviewFrom) return judge(own, evidence, policy);
      const group =
        relation?.is === 'related'
          ? related({ ...one, probability: relation.probability, by: 'group' }, evidence, policy)
          : null;
      return group ?? namesake(one, evidence, policy);
    })
    .filter((finding) => finding !== null)
    .sort(
      (a, b) =>
        ORDER[a.verdict] - ORDER[b.verdict] || b.risk - a.risk || (a.match.record < b.match.record ? -1 : 1),
    );
}

/** A record with how likely it counts as the same customer, and by what. */
export interface Weighed extends Likelihood {
  match: CustomerMatch;
}

const ORDER = { conflict: 0, review: 1, known: 2 };

function judge(one: Weighed, evidence: DealEvidence, policy: DealPolicy): ConflictFinding | null {
  const { touchDays, conflictFrom } = policy.matching;
  const standing = clauseOf(one.match, evidence, touchDays);
  const sure = one.probability >= conflictFrom;
  if (standing !== null) {
    // An account stands in the way only if somebody was in touch with it; an opportunity does in any case.
    const doubt = standing.apart || (standing.clause === 'direct_touch' && standing.touchUnknown);
    return finding(sure && !doubt ? 'conflict' : 'review', one, standing, evidence, policy);
  }
  if (sure) return finding('known', one, null, evidence, policy);
  // An ended registration or opportunity that only may be the same has nothing to be decided about it.
  if (one.match.kind !== 'account') return null;
  return finding('review', one, { clause: 'possible_account', apart: false }, evidence, policy);
}

function related(one: Weighed, evidence: DealEvidence, policy: DealPolicy): ConflictFinding | null {
  const standing = clauseOf(one.match, evidence, policy.matching.touchDays);
  if (standing === null) return null;
  const { touchUnknown } = standing;
  const unknown = one.match.kind === 'account' && touchUnknown ? { touchUnknown } : {};
  return finding('review', one, { clause: 'hierarchy', apart: false, ...unknown }, evidence, policy);
}

/**
 * What another partner holds under a name with the same telling words: too little to count as the same customer, too much to approve
 * beside it unseen.
 */
function namesake(one: Weighed, evidence: DealEvidence, policy: DealPolicy): ConflictFinding | null {
  const { facts, telling } = one.match;
  if (one.match.mark?.is === 'different') return null;
  if (telling === undefined || facts.partnerId === null || facts.partnerId === evidence.partner.id)
    return null;
  const standing = clauseOf(one.match, evidence, policy.matching.touchDays);
  if (standing === null) return null;
  return finding('review', one, { clause: 'namesake', apart: standing.apart }, evidence, policy);
}

interface Relation {
  is: 'same' | 'related';
  probability: number;
}

/**
 * How a record hangs on an account that is the customer: part of the same account, or of its parent, child or sister. The closest
 * relation counts, to the likeliest account.
 */
function relationTo(match: CustomerMatch, accounts: readonly Weighed[]): Relation | null {
  const relations = accounts
    .map((account) => relation(match, account))
    .filter((each) => each !== null)
    .sort((a, b) => (a.is === b.is ? b.probability - a.probability : a.is === 'same' ? -1 : 1));
  return relations[0] ?? null;
}

function relation(
  match: CustomerMatch,
  { match: { record, parent }, probability }: Weighed,
): Relation | null {
  if (record === match.record) return null;
  if (match.parent === record) return { is: match.kind === 'account' ? 'related' : 'same', probability };
  const group = parent !== null && (parent === match.record || parent === match.parent);
  return group ? { is: 'related', probability } : null;
}
