import { type Decision, type Reason, reasonOf } from '../decision.ts';
import { lookupTable } from '../lookup-table.ts';
import { alwaysPerson } from './always-person.ts';
import { type ConflictAction, type ConflictFinding, findConflicts } from './conflict.ts';
import { documentReasons, mdfReasons } from './documents.ts';
import { eligibilityReasons, isIneligible } from './eligibility.ts';
import type { DealEvidence } from './evidence.ts';
import type { DealPolicy } from './policy.ts';
import type { ClosureReason, TriageStatus } from './registration.ts';
import { missingFields, readFromText } from './required-fields.ts';
import { scoreDeal } from './score.ts';

export const DEAL_DECIDER = 'deal@2';

/** `automatic`: nothing speaks against it; `review`: a person decides; `incomplete`: the partner is asked first. */
export type DealOutcome = 'automatic' | 'review' | 'incomplete';

/** Fields of `Decision.fields` that leave the product under the sources' own names. */
export interface DealDecisionFields {
  confidence_score: number;
  triage_status: TriageStatus;
  AI_Validation_Score: number;
  Potential_Conflict_ID: string | null;
  /** Three-way (mission DR15). */
  Routing_Recommendation: 'fast_track' | 'deal_desk' | 'request_information';
  missing: string[];
  highValue: boolean;
  /** 0..100, the gravest finding's; 0 without any. */
  conflict_risk: number;
  recommended_action: ConflictAction;
  /** With which reason a rejection would close it. Absent from cases that deal@1 decided. */
  closure?: ClosureReason;
}

/**
 * Decides one deal registration. Pure: the same evidence and policy give the same bytes.
 * Any conflict → `FLAGGED_CONFLICT`; a score below the threshold or any other reason → `NEEDS_REVIEW`.
 */
export function decideDeal(
  evidence: DealEvidence,
  policy: DealPolicy,
): Decision<DealOutcome> & { fields: DealDecisionFields } {
  const findings = findConflicts(evidence, policy);
  const gravest = findings.find(({ verdict }) => verdict !== 'known');
  const conflict = gravest?.verdict === 'conflict' ? gravest : undefined;
  const score = scoreDeal(evidence, policy);
  const confidence_score = Math.round(score.confidence * 100);
  const missing = missingFields(evidence, policy);
  const against = [
    ...missing.map((field) =>
      reasonOf('required', `${field} is required and missing`, `submission#${field}`),
    ),
    ...findings.filter(({ verdict }) => verdict !== 'known').map(({ reason }) => reason),
    ...eligibilityReasons(evidence, policy),
    ...automaticTier(evidence, policy),
    ...readFromText(evidence, policy),
    ...submissionReasons(evidence),
    ...documentReasons(evidence),
    ...mdfReasons(evidence, policy),
    ...(confidence_score < policy.reviewBelow
      ? [reasonOf('score.low', `The score is below ${policy.reviewBelow}`, 'score', String(confidence_score))]
      : []),
    ...alwaysPerson(evidence, policy, missing),
  ];
  const known = findings.filter(({ verdict }) => verdict === 'known').map(({ reason }) => reason);
  const outcome: DealOutcome =
    missing.length > 0 ? 'incomplete' : against.length > 0 ? 'review' : 'automatic';
  const value = evidence.submission.estimated_value;
  return {
    decider: DEAL_DECIDER,
    outcome,
    confidence: score.confidence,
    reasons: [...against, ...known, ...score.inputs],
    amounts: value === null ? [] : [{ amount: value, currency: 'USD' }],
    fields: {
      confidence_score,
      triage_status: conflict
        ? 'FLAGGED_CONFLICT'
        : outcome === 'automatic'
          ? 'AUTO_APPROVED'
          : 'NEEDS_REVIEW',
      AI_Validation_Score: confidence_score,
      Potential_Conflict_ID: conflict?.match.record ?? null,
      Routing_Recommendation: ROUTES[outcome],
      missing,
      highValue: value !== null && Number(value) >= Number(policy.highValue),
      conflict_risk: Math.max(0, ...findings.map(({ risk }) => risk)),
      recommended_action: gravest?.action ?? 'none',
      closure: closureOf(conflict, against),
    },
  };
}

const ROUTES = { automatic: 'fast_track', review: 'deal_desk', incomplete: 'request_information' } as const;

/** A person who rejects has one of these reasons; without a conflict or anything missing the program's conditions are the matter. */
function closureOf(conflict: ConflictFinding | undefined, against: readonly Reason[]): ClosureReason {
  if (conflict) return conflict.clause === 'duplicate' ? 'Duplicate' : 'Conflict';
  if (against.some(isIneligible)) return 'Ineligible';
  return against.some(({ rule }) => rule === 'required') ? 'Incomplete' : 'Ineligible';
}

function automaticTier({ partner }: DealEvidence, policy: DealPolicy): Reason[] {
  if (!partner.known || (partner.tier !== null && policy.automaticTiers.includes(partner.tier))) return [];
  const at = `prm:Partner/${partner.id}#tier`;
  return [reasonOf('partner.tier', 'This tier is always reviewed', at, partner.tier ?? 'not available')];
}

function submissionReasons({ submission }: DealEvidence): Reason[] {
  const { provenance, stated_value, estimated_value, problems } = submission;
  return [
    ...(provenance === 'extracted'
      ? [
          reasonOf(
            'submission.extracted',
            'The fields were read from free text and must be confirmed',
            'submission',
          ),
        ]
      : []),
    ...(stated_value !== null && estimated_value === null
      ? [
          reasonOf(
            'submission.no_rate',
            'No exchange rate within five days of the submission',
            'submission#estimated_value',
            stated_value.currency,
          ),
        ]
      : []),
    ...problems.map((problem) =>
      reasonOf(`submission.${problem}`, FOUND[problem] ?? 'Intake found this unusual', 'submission', problem),
    ),
  ];
}

/** What the lifecycle itself notes on a submission, in words. */
const FOUND = lookupTable<string>({
  appealed: 'Its rejection was appealed: somebody else looks at it again',
  answered_by_mail: 'The partner answered by e-mail; the sender is unproved',
  answered_by_proved_mail: 'The partner answered by e-mail; the mail server vouches for the sender',
  answered_by_hand: 'A colleague entered what the partner answered',
  attached_mail_left_out:
    'A mail attached to this one names no customer: look whether it is a registration of its own',
  record_merged:
    'Its record was merged into another one, whose case goes on: settle it there, and reject this one as a duplicate',
  reopened_late: 'It was reopened after its time: its place is lost',
});
