import type { Reason } from '../../decision.ts';
import type { DealEvidence } from './evidence.ts';
import type { DealPolicy } from './policy.ts';

export interface Score {
  /** 0..1, four decimals. */
  confidence: number;
  /** One reason per input, with its weight and value. */
  inputs: Reason[];
}

/** The fields whose presence makes a registration complete. */
const FIELDS = [
  'customer_name',
  'opportunity_name',
  'estimated_value',
  'expected_close_date',
  'contact',
  'notes',
] as const;

/**
 * Weighted mean of tier, win rate, completeness, customer fit, certification and performance. A missing input's weight is
 * shared out over the others (decisions: "Score").
 */
export function scoreDeal(evidence: DealEvidence, policy: DealPolicy): Score {
  const { submission, partner } = evidence;
  const inputs: [keyof DealPolicy['weights'], number | null, string][] = [
    [
      'tier',
      partner.tier === null ? null : (policy.tierScore[partner.tier] ?? null),
      `prm:Partner/${partner.id}#tier`,
    ],
    ['winRate', partner.winRate, `prm:Partner/${partner.id}#winRate`],
    ['completeness', completeness(submission), 'submission'],
    [
      'customerFit',
      submission.contact_given ? (submission.contact_domain ? 1 : 0.4) : null,
      'submission#primary_contact_email',
    ],
    [
      'certification',
      partner.certified === null ? null : partner.certified ? 1 : 0,
      `prm:Partner/${partner.id}#certified`,
    ],
    ['performance', partner.performance, `prm:Partner/${partner.id}#performance`],
  ];
  const present = inputs.filter(([, value]) => value !== null);
  const total = present.reduce((sum, [name]) => sum + policy.weights[name], 0);
  const sum = present.reduce((points, [name, value]) => points + policy.weights[name] * (value as number), 0);
  return {
    confidence: total === 0 ? 0 : Math.round((sum / total) * 10_000) / 10_000,
    inputs: inputs.map(([name, value, source]) => ({
      rule: `score.${name}`,
      text:
        value === null
          ? `${name} is not available, its weight is shared out`
          : `${name} counts ${policy.weights[name]} of 100`,
      source,
      value: value === null ? 'not available' : value.toFixed(2),
    })),
  };
}

function completeness(submission: DealEvidence['submission']): number {
  const given = FIELDS.filter((field) => {
    if (field === 'contact') return submission.contact_given;
    if (field === 'notes') return submission.notes_given;
    return submission[field] !== null;
  });
  return given.length / FIELDS.length;
}
