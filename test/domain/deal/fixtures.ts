import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { NO_FACTS } from '../../../activities/match/match-records.ts';
import { decisionPolicySchema } from '../../../contracts/deal/policy.ts';
import type { DealEvidence } from '../../../domain/deal/evidence.ts';
import type { CustomerMatch } from '../../../domain/match/customer-match.ts';

/** The decision policy as it ships. */
export const POLICY = decisionPolicySchema.parse(
  parse(readFileSync('policy/programs/deal.yaml', 'utf8')),
).deal;

export const AS_OF = '2026-11-20T12:00:00.000Z';

/** A registration that nothing speaks against: Platinum, complete, unknown customer. */
export function cleanRegistration(
  change: Partial<Omit<DealEvidence, 'submission' | 'partner'>> & {
    submission?: Partial<DealEvidence['submission']>;
    partner?: Partial<DealEvidence['partner']>;
  } = {},
): DealEvidence {
  return {
    schemaVersion: 2,
    asOf: AS_OF,
    record: 'registration:deal:portal:1',
    peers: null,
    company: null,
    matching: { model: 'deal-match@1', version: '0'.repeat(64), compared: 0 },
    matches: [],
    documents: [],
    ...change,
    submission: {
      customer_name: 'Rheinwerk Logistik AG',
      opportunity_name: 'Backup renewal',
      stated_value: { amount: '48000.00', currency: 'EUR' },
      estimated_value: '52344.00',
      rate: { value: '1.0905', date: '2026-11-20' },
      expected_close_date: '2027-01-29',
      contact_domain: 'rheinwerk-logistik.example',
      contact_given: true,
      notes_given: true,
      budget: 'missing',
      timeline: 'missing',
      provenance: 'structured',
      program: 'standard',
      territories: ['DE'],
      product_families: ['backup'],
      non_standard_discount: false,
      submission_timestamp: '2026-11-20T08:12:00.000Z',
      mdf: null,
      problems: [],
      ...change.submission,
    },
    partner: {
      id: '7001',
      known: true,
      active: true,
      tier: 'Platinum',
      region: 'EMEA',
      winRate: 0.62,
      performance: 0.9,
      certified: true,
      approvedRegistrations: 41,
      certifications: null,
      territories: null,
      mdfBalance: null,
      ...change.partner,
    },
  };
}

/** A compared record; the customer itself (probability 0.97) and quiet, unless said otherwise. */
export function match(
  change: Partial<Omit<CustomerMatch, 'facts'>> & { facts?: Partial<CustomerMatch['facts']> } = {},
): CustomerMatch {
  return {
    record: 'crm:Account/1',
    kind: 'account',
    name: 'Rheinwerk Logistik',
    parent: null,
    products: [],
    territories: [],
    probability: 0.97,
    fields: [],
    ...change,
    facts: {
      ...NO_FACTS,
      sourceOfRecord: 'crm',
      ...change.facts,
    },
  };
}

/** Another partner's live registration of the same customer, made a day earlier. */
export function rival(change: Parameters<typeof match>[0] = {}): CustomerMatch {
  return match({
    record: 'registration:deal:portal:0',
    kind: 'registration',
    ...change,
    facts: {
      partnerId: '7002',
      submittedAt: '2026-11-19T08:00:00.000Z',
      sourceOfRecord: 'registration',
      status: 'Under Review',
      ...change.facts,
    },
  });
}
