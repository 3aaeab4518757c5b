import type { Reason } from '../decision.ts';
import type { DealEvidence } from './evidence.ts';
import type { DealPolicy } from './policy.ts';
import { completeness } from './required-fields.ts';

export interface Score {
  /** 0..1, four decimals. */
  confidence: number;
  /** One reason per input, with its weight and value. */
  inputs: Reason[];
}

/**
 * Weighted mean of tier, win rate, completeness, customer fit, certification and performance. A missing input's weight is
 * shared out over the others (decisions: "Score").
 */
export function scoreDeal(evidence: DealEvidence, policy: DealPolicy): Score {
  const { partner } = evidence;
  const source = `prm:Partner/${partner.id}`;
  const inputs: [keyof DealPolicy['weights'], number | null, string][] = [
    ['tier', partner.tier === null ? null : (policy.tierScore[partner.tier] ?? null), `${source}#tier`],
    ['winRate', winRate(evidence), `${source}#winRate`],
    ['completeness', completeness(evidence, policy), 'submission'],
    ['customerFit', customerFit(evidence, policy), 'submission#primary_contact_email'],
    ['certification', certification(evidence, policy), `${source}#certified`],
    ['performance', partner.performance, `${source}#performance`],
  ];
  const present = inputs.filter(([, value]) => value !== null);
  const total = present.reduce((sum, [name]) => sum + policy.weights[name], 0);
  const sum = present.reduce((points, [name, value]) => points + policy.weights[name] * (value as number), 0);
  return {
    confidence: total === 0 ? 0 : rounded(sum / total),
    inputs: inputs.map(([name, value, at]) => ({
      rule: `score.${name}`,
      text:
        value === null
          ? `${name} is not available, its weight is shared out`
          : `${name} counts ${policy.weights[name]} of 100`,
      source: at,
      value: value === null ? 'not available' : value.toFixed(2),
    })),
  };
}

/** Registrations of its own that a partner needs before its own win rate outweighs that of its peers. */
const PEERS_COUNT_AS = 10;

/** The partner's own rate, drawn towards that of its tier and region the fewer registrations it rests on. */
function winRate({ partner, peers }: DealEvidence): number | null {
  if (partner.winRate === null || peers === null) return partner.winRate ?? peers?.winRate ?? null;
  const own = partner.approvedRegistrations ?? 0;
  return (own * partner.winRate + PEERS_COUNT_AS * peers.winRate) / (own + PEERS_COUNT_AS);
}

/** A company address counts fully, a free-mail one 0.4; each criterion of the policy that the company is known to meet or miss as much. */
function customerFit({ submission, company }: DealEvidence, { customerFit }: DealPolicy): number | null {
  if (!submission.contact_given) return null;
  const { industries, countries, employeesFrom } = customerFit;
  const criteria = [
    submission.contact_domain ? 1 : 0.4,
    ...(industries.length > 0 && company?.industry ? [industries.includes(company.industry) ? 1 : 0] : []),
    ...(countries.length > 0 && company?.country ? [countries.includes(company.country) ? 1 : 0] : []),
    ...(employeesFrom > 0 && company?.employees != null ? [company.employees >= employeesFrom ? 1 : 0] : []),
  ];
  return criteria.reduce((sum, each) => sum + each, 0) / criteria.length;
}

/** Share of the program's certifications that the partner holds; of a program without any, whether it is certified at all. */
function certification({ partner, submission }: DealEvidence, policy: DealPolicy): number | null {
  const rules = policy.eligibility[submission.program] ?? policy.eligibility.standard;
  const needed = rules?.certifications ?? [];
  if (needed.length === 0 || partner.certifications === null)
    return partner.certified === null ? null : partner.certified ? 1 : 0;
  const held = new Set(partner.certifications.map((each) => each.toLowerCase()));
  return needed.filter((each) => held.has(each.toLowerCase())).length / needed.length;
}

function rounded(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}
