import type { DealEvidence } from '../../../../domain/deal/first/evidence.ts';

/** A registration that nothing speaks against: Platinum, complete, unknown customer. */
export function cleanDeal(
  change: {
    submission?: Partial<DealEvidence['submission']>;
    partner?: Partial<DealEvidence['partner']>;
    candidates?: DealEvidence['candidates'];
  } = {},
): DealEvidence {
  return {
    schemaVersion: 1,
    asOf: '2026-11-20T12:00:00.000Z',
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
      provenance: 'structured',
      program: 'standard',
      territories: ['DE'],
      product_families: ['backup'],
      non_standard_discount: false,
      submission_timestamp: '2026-11-20T08:12:00Z',
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
      ...change.partner,
    },
    candidates: change.candidates ?? [],
  };
}
