import type { Reason } from '../../decision.ts';
import { trigramSimilarity } from '../../match/trigram.ts';
import { normaliseCompanyName } from './company-name.ts';
import type { ConflictCandidate, DealEvidence } from './evidence.ts';

export interface ConflictFinding {
  verdict: 'conflict' | 'review';
  candidate: ConflictCandidate;
  reason: Reason;
}

/**
 * Simple conflict: an equal company domain or an equal normalised name is a conflict, similar names (trigram) are looked at by a
 * person. Conflicts come first, then by record id, so that the same evidence always gives the same order.
 */
export function findConflicts(evidence: DealEvidence, similarName: number): ConflictFinding[] {
  const { customer_name, contact_domain } = evidence.submission;
  const name = normaliseCompanyName(customer_name ?? '');
  return evidence.candidates
    .map((candidate) => compare(candidate, name, contact_domain, similarName))
    .filter((finding) => finding !== null)
    .sort((a, b) => rank(a) - rank(b) || (a.candidate.record < b.candidate.record ? -1 : 1));
}

function compare(
  candidate: ConflictCandidate,
  name: string,
  domain: string | null,
  similarName: number,
): ConflictFinding | null {
  if (domain !== null && candidate.domain === domain) {
    const reason: Reason = {
      rule: 'conflict.domain',
      text: `The customer's domain is already known`,
      source: `${candidate.record}#domain`,
      value: domain,
    };
    return { verdict: 'conflict', candidate, reason };
  }
  if (name !== '' && candidate.normalisedName === name) {
    const reason: Reason = {
      rule: 'conflict.name',
      text: `The customer's name is already known`,
      source: `${candidate.record}#name`,
      value: name,
    };
    return { verdict: 'conflict', candidate, reason };
  }
  const similarity = trigramSimilarity(name, candidate.normalisedName);
  if (similarity < similarName) return null;
  const reason: Reason = {
    rule: 'conflict.similar_name',
    text: `The customer's name is close to a known one`,
    source: `${candidate.record}#name`,
    value: similarity.toFixed(2),
  };
  return { verdict: 'review', candidate, reason };
}

function rank(finding: ConflictFinding): number {
  return finding.verdict === 'conflict' ? 0 : 1;
}
