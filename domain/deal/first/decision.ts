import { parse } from '@marcbachmann/cel-js';
import type { Decision, Reason } from '../../decision.ts';
import { lookupTable } from '../../lookup-table.ts';
import type { RuleCode } from '../../rules.ts';
import type { TriageStatus } from '../registration.ts';
import { findConflicts } from './conflict.ts';
import type { DealEvidence } from './evidence.ts';
import type { DealPolicy } from './policy.ts';
import { scoreDeal } from './score.ts';

export const DEAL_DECIDER = 'deal@1';

/** `automatic`: nothing speaks against it; `review`: a person decides; `incomplete`: the partner is asked first. */
export type DealOutcome = 'automatic' | 'review' | 'incomplete';

/** Fields of `Decision.fields` that leave the product under the sources' own names. */
export interface DealDecisionFields {
  confidence_score: number;
  triage_status: TriageStatus;
  AI_Validation_Score: number;
  Potential_Conflict_ID: string | null;
  Routing_Recommendation: 'fast_track' | 'deal_desk' | 'request_information';
  missing: string[];
  highValue: boolean;
}

/**
 * Decides one deal registration. Pure: the same evidence and policy give the same bytes.
 * Any conflict → `FLAGGED_CONFLICT`; a score below the threshold or any other reason → `NEEDS_REVIEW`.
 */
export function decideDeal(
  evidence: DealEvidence,
  policy: DealPolicy,
): Decision<DealOutcome> & { fields: DealDecisionFields } {
  const conflicts = findConflicts(evidence, policy.similarName);
  const conflict = conflicts.find((finding) => finding.verdict === 'conflict');
  const score = scoreDeal(evidence, policy);
  const confidence_score = Math.round(score.confidence * 100);
  const missing = missingFields(evidence, policy);
  const against = [
    ...missing.map((field) => reason('required', `${field} is required and missing`, `submission#${field}`)),
    ...conflicts.map((finding) => finding.reason),
    ...partnerReasons(evidence, policy),
    ...submissionReasons(evidence),
    ...(confidence_score < policy.reviewBelow
      ? [reason('score.low', `The score is below ${policy.reviewBelow}`, 'score', String(confidence_score))]
      : []),
    ...alwaysPerson(evidence, policy),
  ];
  const outcome: DealOutcome =
    missing.length > 0 ? 'incomplete' : against.length > 0 ? 'review' : 'automatic';
  const triage_status: TriageStatus = conflict
    ? 'FLAGGED_CONFLICT'
    : outcome === 'automatic'
      ? 'AUTO_APPROVED'
      : 'NEEDS_REVIEW';
  const value = evidence.submission.estimated_value;
  return {
    decider: DEAL_DECIDER,
    outcome,
    confidence: score.confidence,
    reasons: [...against, ...score.inputs],
    amounts: value === null ? [] : [{ amount: value, currency: 'USD' }],
    fields: {
      confidence_score,
      triage_status,
      AI_Validation_Score: confidence_score,
      Potential_Conflict_ID: conflict?.candidate.record ?? null,
      Routing_Recommendation: {
        automatic: 'fast_track',
        review: 'deal_desk',
        incomplete: 'request_information',
      }[outcome] as DealDecisionFields['Routing_Recommendation'],
      missing,
      highValue: value !== null && Number(value) >= Number(policy.highValue),
    },
  };
}

function missingFields(evidence: DealEvidence, policy: DealPolicy): string[] {
  const { submission } = evidence;
  const required = policy.required[submission.program] ?? policy.required.standard ?? [];
  const given = lookupTable<boolean>({
    customer_name: submission.customer_name !== null,
    opportunity_name: submission.opportunity_name !== null,
    primary_contact_email: submission.contact_given,
    estimated_value: submission.stated_value !== null,
    expected_close_date: submission.expected_close_date !== null,
    partner_notes: submission.notes_given,
  });
  return required.filter((field) => given[field] !== true);
}

function partnerReasons({ partner }: DealEvidence, policy: DealPolicy): Reason[] {
  const source = `prm:Partner/${partner.id}`;
  if (!partner.known) return [reason('partner.unknown', 'The partner is not in the PRM', source)];
  return [
    ...(partner.active ? [] : [reason('partner.inactive', 'The partner is not active', `${source}#active`)]),
    ...(partner.tier !== null && policy.automaticTiers.includes(partner.tier)
      ? []
      : [
          reason(
            'partner.tier',
            'This tier is always reviewed',
            `${source}#tier`,
            partner.tier ?? 'not available',
          ),
        ]),
  ];
}

function submissionReasons({ submission }: DealEvidence): Reason[] {
  return [
    ...(submission.provenance === 'extracted'
      ? [
          reason(
            'submission.extracted',
            'The fields were read from free text and must be confirmed',
            'submission',
          ),
        ]
      : []),
    ...(submission.stated_value !== null && submission.estimated_value === null
      ? [
          reason(
            'submission.no_rate',
            'No exchange rate within five days of the submission',
            'submission#estimated_value',
            submission.stated_value.currency,
          ),
        ]
      : []),
    ...submission.problems.map((problem) =>
      reason(`submission.${problem}`, 'Intake found this unusual', 'submission', problem),
    ),
  ];
}

function alwaysPerson(evidence: DealEvidence, policy: DealPolicy): Reason[] {
  const { submission, partner } = evidence;
  const facts = {
    deal: { ...submission, estimated_value: Number(submission.estimated_value ?? 0) },
    partner: { ...partner, approvedRegistrations: partner.approvedRegistrations ?? 0 },
  };
  return policy.alwaysPerson
    .filter((condition) => parse(condition.when)(facts) === true)
    .map((condition) =>
      reason(`always_person.${condition.rule}`, condition.text, `policy#${condition.rule}`, condition.when),
    );
}

function reason(rule: RuleCode, text: string, source: string, value?: string): Reason {
  return { rule, text, source, ...(value === undefined ? {} : { value }) };
}
