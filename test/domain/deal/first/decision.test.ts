import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { parse } from 'yaml';
import { decisionPolicySchema } from '../../../../contracts/deal/policy.ts';
import { decideDeal } from '../../../../domain/deal/first/decision.ts';
import { cleanDeal } from './fixtures.ts';

const policy = decisionPolicySchema.parse(parse(readFileSync('policy/programs/deal.yaml', 'utf8'))).deal;
const rules = (decision: ReturnType<typeof decideDeal>) =>
  decision.reasons
    .map((reason) => reason.rule)
    .filter((rule) => !rule.startsWith('score.') || rule === 'score.low');

describe('a deal registration is decided', () => {
  test('a clean Platinum registration is automatic', () => {
    const decision = decideDeal(cleanDeal(), policy);
    expect(decision.outcome).toBe('automatic');
    // (20*1 + 20*0.62 + 25*1 + 15*1 + 10*1 + 10*0.9) / 100 = 0.914
    expect(decision.confidence).toBe(0.914);
    expect(decision.fields).toMatchObject({
      confidence_score: 91,
      triage_status: 'AUTO_APPROVED',
      AI_Validation_Score: 91,
      Potential_Conflict_ID: null,
      Routing_Recommendation: 'fast_track',
    });
    expect(rules(decision)).toEqual([]);
  });

  test.each([
    ['high value, inclusive', { submission: { estimated_value: '100000.00' } }, 'always_person.high_value'],
    ['first registration', { partner: { approvedRegistrations: 0 } }, 'always_person.first_time_partner'],
    [
      'unknown history counts as first',
      { partner: { approvedRegistrations: null } },
      'always_person.first_time_partner',
    ],
    [
      'several territories',
      { submission: { territories: ['DE', 'FR'] } },
      'always_person.several_territories',
    ],
    [
      'six product families',
      { submission: { product_families: ['a', 'b', 'c', 'd', 'e', 'f'] } },
      'always_person.many_product_families',
    ],
    [
      'non-standard discount',
      { submission: { non_standard_discount: true } },
      'always_person.non_standard_discount',
    ],
    ['tier below the automatic ones', { partner: { tier: 'Silver' } }, 'partner.tier'],
    ['unknown partner', { partner: { known: false } }, 'partner.unknown'],
    ['inactive partner', { partner: { active: false } }, 'partner.inactive'],
    ['read from free text', { submission: { provenance: 'extracted' as const } }, 'submission.extracted'],
    ['no rate', { submission: { estimated_value: null, rate: null } }, 'submission.no_rate'],
    ['odd date', { submission: { problems: ['close_date_past' as const] } }, 'submission.close_date_past'],
  ])('%s goes to a person', (_name, change, rule) => {
    const decision = decideDeal(cleanDeal(change), policy);
    expect(decision.outcome).toBe('review');
    expect(decision.fields.triage_status).toBe('NEEDS_REVIEW');
    expect(rules(decision)).toContain(rule);
  });

  test('just below the high value stays automatic', () => {
    expect(decideDeal(cleanDeal({ submission: { estimated_value: '99999.99' } }), policy).outcome).toBe(
      'automatic',
    );
  });

  test('a score below 70 goes to a person, 70 does not', () => {
    const weak = { winRate: 0, performance: 0, certified: false };
    const below = decideDeal(cleanDeal({ partner: { ...weak, tier: 'Gold' } }), policy);
    expect(below.fields.confidence_score).toBe(57);
    expect(rules(below)).toContain('score.low');
    const exact = decideDeal(cleanDeal({ partner: { winRate: 0, performance: 0 } }), policy);
    expect(exact.fields.confidence_score).toBe(70);
    expect(exact.outcome).toBe('automatic');
  });

  test('a missing input shares its weight out', () => {
    const decision = decideDeal(cleanDeal({ partner: { winRate: null } }), policy);
    // (20 + 25 + 15 + 10 + 9) / 80
    expect(decision.confidence).toBe(0.9875);
  });

  test.each(['customer_name', 'expected_close_date'] as const)('a missing %s asks the partner', (field) => {
    const decision = decideDeal(cleanDeal({ submission: { [field]: null } }), policy);
    expect(decision.outcome).toBe('incomplete');
    expect(decision.fields.missing).toEqual([field]);
    expect(decision.fields.Routing_Recommendation).toBe('request_information');
  });

  test('equal domain or name is a conflict, a close name is looked at, an unlike one is not', () => {
    const candidate = {
      record: 'crm:Account/1',
      kind: 'account' as const,
      name: 'Other',
      normalisedName: 'other',
      domain: null,
      partnerId: null,
      submittedAt: null,
      protectedUntil: null,
      open: true,
    };
    const domain = decideDeal(
      cleanDeal({ candidates: [{ ...candidate, domain: 'rheinwerk-logistik.example' }] }),
      policy,
    );
    expect(domain.fields).toMatchObject({
      triage_status: 'FLAGGED_CONFLICT',
      Potential_Conflict_ID: 'crm:Account/1',
    });
    const name = decideDeal(
      cleanDeal({ candidates: [{ ...candidate, normalisedName: 'rheinwerk logistik' }] }),
      policy,
    );
    expect(name.fields.triage_status).toBe('FLAGGED_CONFLICT');
    const close = decideDeal(
      cleanDeal({ candidates: [{ ...candidate, normalisedName: 'rheinwerk logistiks' }] }),
      policy,
    );
    expect(close.fields.triage_status).toBe('NEEDS_REVIEW');
    expect(rules(close)).toContain('conflict.similar_name');
    expect(decideDeal(cleanDeal({ candidates: [candidate] }), policy).outcome).toBe('automatic');
  });

  test('the order of candidates never changes the decision', () => {
    const candidate = fc.record({
      record: fc.string({ minLength: 1 }),
      kind: fc.constantFrom('account' as const, 'registration' as const),
      name: fc.string(),
      normalisedName: fc.constantFrom('rheinwerk logistik', 'rheinwerk logistics', 'other'),
      domain: fc.constantFrom(null, 'rheinwerk-logistik.example', 'other.example'),
      partnerId: fc.constant(null),
      submittedAt: fc.constant(null),
      protectedUntil: fc.constant(null),
      open: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(candidate, { selector: (each) => each.record, maxLength: 6 }),
        (candidates) => {
          const forward = canonicalize(decideDeal(cleanDeal({ candidates }), policy));
          const backward = canonicalize(
            decideDeal(cleanDeal({ candidates: [...candidates].reverse() }), policy),
          );
          expect(backward).toBe(forward);
        },
      ),
    );
  });

  test('a hostile note or name never makes the outcome more favourable', () => {
    const base = decideDeal(cleanDeal({ partner: { tier: 'Silver' } }), policy);
    fc.assert(
      fc.property(fc.string(), fc.string(), (name, opportunity) => {
        const decision = decideDeal(
          cleanDeal({
            partner: { tier: 'Silver' },
            submission: { customer_name: name || 'x', opportunity_name: opportunity },
          }),
          policy,
        );
        expect(decision.outcome).toBe(base.outcome);
        expect(decision.confidence).toBeLessThanOrEqual(base.confidence);
      }),
    );
  });
});
