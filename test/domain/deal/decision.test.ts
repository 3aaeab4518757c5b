import { describe, expect, test } from '@jest/globals';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { decideDealAgain } from '../../../domain/deal/deciders.ts';
import { decideDeal } from '../../../domain/deal/decision.ts';
import type { DealEvidence, DocumentEvidence } from '../../../domain/deal/evidence.ts';
import type { DealPolicy } from '../../../domain/deal/policy.ts';
import { speaksAgainst } from '../../../domain/decision.ts';
import { DOCUMENT_PROBLEMS } from '../../../domain/documents/document.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { cleanRegistration, match, POLICY, rival } from './fixtures.ts';

const decide = (change: Parameters<typeof cleanRegistration>[0] = {}, policy: DealPolicy = POLICY) =>
  decideDeal(cleanRegistration(change), policy);
const rules = (decision: ReturnType<typeof decideDeal>) =>
  decision.reasons.filter(speaksAgainst).map(({ rule }) => rule);
const program = (rulesOf: Partial<DealPolicy['eligibility'][string]>): DealPolicy => ({
  ...POLICY,
  eligibility: {
    standard: { certifications: [], tiers: [], authorisedTerritory: true, mdfBalance: null, ...rulesOf },
  },
});
const usd = (amount: string) => ({ amount, currency: 'USD' });

describe('deal@2 decides', () => {
  test('a clean Platinum registration is automatic and takes the fast track', () => {
    const decision = decide();
    expect(decision).toMatchObject({ decider: 'deal@2', outcome: 'automatic', confidence: 0.914 });
    expect(decision.fields).toEqual({
      confidence_score: 91,
      triage_status: 'AUTO_APPROVED',
      AI_Validation_Score: 91,
      Potential_Conflict_ID: null,
      Routing_Recommendation: 'fast_track',
      missing: [],
      highValue: false,
      conflict_risk: 0,
      recommended_action: 'none',
      closure: 'Ineligible',
    });
    expect(rules(decision)).toEqual([]);
  });

  test.each([
    ['high value, inclusive', { submission: { estimated_value: '100000.00' } }, 'always_person.high_value'],
    ['first registration', { partner: { approvedRegistrations: 0 } }, 'always_person.first_time_partner'],
    ['unknown history', { partner: { approvedRegistrations: null } }, 'always_person.first_time_partner'],
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
    ['discount', { submission: { non_standard_discount: true } }, 'always_person.non_standard_discount'],
    ['Silver', { partner: { tier: 'Silver' } }, 'partner.tier'],
    ['unknown partner', { partner: { known: false } }, 'partner.unknown'],
    ['read from free text', { submission: { provenance: 'extracted' as const } }, 'submission.extracted'],
    ['no rate', { submission: { estimated_value: null, rate: null } }, 'submission.no_rate'],
    ['odd date', { submission: { problems: ['close_date_past' as const] } }, 'submission.close_date_past'],
    ['low score', { partner: { winRate: 0, performance: 0, certified: false, tier: 'Gold' } }, 'score.low'],
  ])('%s goes to the deal desk', (_name, change, rule) => {
    const decision = decide(change);
    expect(decision.outcome).toBe('review');
    expect(decision.fields).toMatchObject({
      triage_status: 'NEEDS_REVIEW',
      Routing_Recommendation: 'deal_desk',
    });
    expect(rules(decision)).toContain(rule);
  });

  test('whoever decided it decides it again: deal@1 its own evidence, deal@2 its own', () => {
    const evidence = cleanRegistration() as unknown as JsonObject;
    const stored = { deal: POLICY } as unknown as JsonObject;
    expect(canonicalize(decideDealAgain('deal@2', evidence, stored))).toBe(canonicalize(decide()));
    expect(() => decideDealAgain('deal@1', evidence, stored)).toThrow(RangeError);
    expect(() => decideDealAgain('deal@9', evidence, stored)).toThrow(/knows deal@2, deal@1/);
  });

  test('a policy that was stored before deal@2 decides as the defaults say', () => {
    const { matching: _, eligibility: __, customerFit: ___, mdf: ____, ...before } = POLICY;
    const evidence = cleanRegistration({ matches: [rival()] }) as unknown as JsonObject;
    const again = decideDealAgain('deal@2', evidence, { deal: before } as unknown as JsonObject);
    expect(again.fields.triage_status).toBe('FLAGGED_CONFLICT');
  });
});

describe('eligibility', () => {
  test.each([
    ['an inactive partner', { partner: { active: false } }, {}, 'partner.inactive'],
    ['another tier', {}, { tiers: ['Gold'] }, 'eligibility.tier'],
    [
      'a missing certification',
      { partner: { certifications: ['network'] } },
      { certifications: ['backup'] },
      'eligibility.certification',
    ],
    ['a foreign territory', { partner: { territories: ['FR'] } }, {}, 'eligibility.territory'],
    [
      'too few funds',
      { partner: { mdfBalance: usd('999.99') } },
      { mdfBalance: '1000' },
      'eligibility.mdf_balance',
    ],
  ])('%s goes to a person and would close as Ineligible', (_name, change, rulesOf, rule) => {
    const decision = decide(change, program(rulesOf));
    expect(rules(decision)).toContain(rule);
    expect(decision.outcome).toBe('review');
    expect(decision.fields.closure).toBe('Ineligible');
  });

  test.each([
    [
      'certification in other letters',
      { partner: { certifications: ['BACKUP'] } },
      { certifications: ['Backup'] },
    ],
    ['authorised territory', { partner: { territories: ['de', 'AT'] } }, {}],
    ['territories that the PRM does not tell', { partner: { territories: null } }, {}],
    [
      'any territory where the program does not ask',
      { partner: { territories: [] } },
      { authorisedTerritory: false },
    ],
    ['just enough funds', { partner: { mdfBalance: usd('1000.00') } }, { mdfBalance: '1000' }],
  ])('%s is no objection', (_name, change, rulesOf) => {
    expect(rules(decide(change, program(rulesOf)))).toEqual([]);
  });

  test('what the PRM does not tell is asked about where the program depends on it', () => {
    const decision = decide({}, program({ certifications: ['backup'], mdfBalance: '1000' }));
    expect(rules(decision)).toEqual(['unknown.certification', 'unknown.mdf_balance']);
  });
});

describe('completeness', () => {
  const strategic = { program: 'strategic', budget: 'given' as const, timeline: 'given' as const };

  test.each(['customer_name', 'opportunity_name', 'stated_value', 'expected_close_date'] as const)(
    'the program decides what is required: %s',
    (field) => {
      const name = field === 'stated_value' ? 'estimated_value' : field;
      const decision = decide({ submission: { ...strategic, [field]: null } });
      expect(decision.fields).toMatchObject({
        missing: [name],
        Routing_Recommendation: 'request_information',
      });
      expect(decision.fields.closure).toBe('Incomplete');
    },
  );

  test('budget and timeline are asked for where the program requires them', () => {
    expect(decide().outcome).toBe('automatic');
    const decision = decide({ submission: { ...strategic, budget: 'missing', timeline: 'missing' } });
    expect(decision.fields.missing).toEqual(['budget', 'timeline']);
    expect(decide({ submission: strategic }).outcome).toBe('automatic');
  });

  test('what only the notes say of them is confirmed by a person', () => {
    const decision = decide({ submission: { ...strategic, budget: 'in_text' } });
    expect(decision.outcome).toBe('review');
    expect(rules(decision)).toEqual(['submission.in_text']);
  });
});

describe('the score', () => {
  test('a missing input shares its weight out', () => {
    // (20 + 25 + 15 + 10 + 9) / 80
    expect(decide({ partner: { winRate: null } }).confidence).toBe(0.9875);
  });

  test('the win rate of tier and region stands in for the own one, the more the fewer registrations there are', () => {
    const value = (change: Parameters<typeof cleanRegistration>[0]) =>
      decide(change).reasons.find(({ rule }) => rule === 'score.winRate')?.value;
    const peers = { winRate: 0.4, ended: 30 };
    expect(value({ peers, partner: { winRate: null } })).toBe('0.40');
    // (10 × 0.8 + 10 × 0.4) / 20
    expect(value({ peers, partner: { winRate: 0.8, approvedRegistrations: 10 } })).toBe('0.60');
    expect(value({ peers, partner: { winRate: 0.8, approvedRegistrations: 990 } })).toBe('0.80');
  });

  test('firmographics count for customer fit only, and only where the policy asks', () => {
    const company = { source: 'files', id: '1', country: 'DE', industry: 'logistics', employees: 40 };
    expect(decide({ company }).confidence).toBe(decide().confidence);
    const asking = {
      ...POLICY,
      customerFit: { industries: ['logistics'], countries: ['DE'], employeesFrom: 100 },
    };
    // customer fit (1 + 1 + 1 + 0) / 4
    expect(decide({ company }, asking).confidence).toBeCloseTo(0.914 - 0.15 / 4, 4);
    expect(decide({ company: { ...company, employees: null } }, asking).confidence).toBe(0.914);
  });
});

describe('documents and funds', () => {
  const proof: DocumentEvidence = {
    sha256: 'a'.repeat(64),
    kind: 'proof_of_execution',
    missing: [],
    problem: null,
    date: '2026-11-10',
    amount: usd('4000.00'),
  };
  const mdf = { claim: 'MDF-7', campaign: 'Autumn fair', date: '2026-11-01', amount: usd('4000.00') };
  const funded = (change: { documents?: DocumentEvidence[]; mdf?: object; balance?: string | null } = {}) =>
    rules(
      decide({
        submission: { mdf: { ...mdf, ...change.mdf } },
        partner: { mdfBalance: change.balance === null ? null : usd(change.balance ?? '4000.00') },
        documents: change.documents ?? [proof],
      }),
    );

  test('an activity with its proof, covered by the balance, is no objection', () => {
    expect(funded()).toEqual([]);
  });

  test.each([
    ['no proof', { documents: [] }, ['mdf.no_proof']],
    [
      'an unreadable proof',
      { documents: [{ ...proof, problem: 'encrypted' as const }] },
      ['document.encrypted', 'mdf.no_proof'],
    ],
    ['a proof of before the activity', { documents: [{ ...proof, date: '2026-10-31' }] }, ['mdf.proof_date']],
    ['a proof of 61 days after', { mdf: { date: '2026-09-10' } }, ['mdf.proof_date']],
    ['a proof of tomorrow', { documents: [{ ...proof, date: '2026-11-21' }] }, ['mdf.proof_date']],
    ['a proof without a date', { documents: [{ ...proof, date: null }] }, ['mdf.proof_date']],
    ['too small a balance', { balance: '3999.99' }, ['mdf.balance']],
    ['an unknown balance', { balance: null }, ['mdf.balance_unknown']],
    ['no amount', { mdf: { amount: null } }, ['mdf.no_amount']],
  ])('%s goes to a person', (_name, change, expected) => {
    expect(funded(change)).toEqual(expected);
  });

  test('a document that lacks a term goes to a person', () => {
    const letter = { ...proof, kind: 'letter_of_intent', missing: ['signature'] };
    expect(rules(decide({ documents: [letter] }))).toEqual(['document.incomplete']);
  });
});

describe('nothing written by others makes it better', () => {
  const FAVOUR = { incomplete: 0, review: 1, automatic: 2 };
  const given = fc.constantFrom('missing' as const, 'in_text' as const);
  const document = fc.record({
    sha256: fc.string(),
    kind: fc.constantFrom('letter_of_intent', 'proof_of_execution', 'AUTO_APPROVED'),
    missing: fc.array(fc.string(), { maxLength: 2 }),
    problem: fc.option(fc.constantFrom(...DOCUMENT_PROBLEMS)),
    date: fc.option(fc.constantFrom('2026-11-10', 'never', '')),
    amount: fc.constant(null),
  });
  const partner = fc.record({
    tier: fc.constantFrom('Platinum', 'Silver', null),
    winRate: fc.constantFrom(0, 0.3, null),
    performance: fc.constantFrom(0, 0.5, null),
    certified: fc.constantFrom(true, false, null),
  });

  test('whatever notes and documents hold, the outcome is never more favourable than without them', () => {
    fc.assert(
      fc.property(
        partner,
        fc.boolean(),
        given,
        given,
        fc.array(document, { maxLength: 3 }),
        fc.constantFrom('standard', 'strategic'),
        (who, notes_given, budget, timeline, documents, named) => {
          const base = { partner: who, submission: { notes_given: false, program: named } };
          const without = decide(base);
          const withText = decide({
            ...base,
            documents,
            submission: { ...base.submission, notes_given, budget, timeline },
          });
          // A partner who need not be asked again still has a person look at it.
          const allowed = without.outcome === 'incomplete' ? FAVOUR.review : FAVOUR[without.outcome];
          expect(FAVOUR[withText.outcome]).toBeLessThanOrEqual(allowed);
          expect(withText.confidence).toBeLessThanOrEqual(without.confidence);
        },
      ),
    );
  });

  test('a name or opportunity of any words never makes it better', () => {
    const base = decide({ partner: { tier: 'Silver' } });
    fc.assert(
      fc.property(fc.string(), fc.string(), (name, opportunity_name) => {
        const submission = { customer_name: name || 'x', opportunity_name };
        const decision = decide({ partner: { tier: 'Silver' }, submission });
        expect(decision.outcome).toBe(base.outcome);
        expect(decision.confidence).toBeLessThanOrEqual(base.confidence);
      }),
    );
  });

  test('one more record that may be the customer never makes it better, and the order never matters', () => {
    const record = fc
      .record({
        record: fc.constantFrom('crm:Account/1', 'crm:Account/2', 'crm:Account/3', 'a', 'b', 'c', 'd'),
        kind: fc.constantFrom('account' as const, 'registration' as const, 'opportunity' as const),
        probability: fc.double({ min: 0, max: 1, noNaN: true }),
        parent: fc.constantFrom(null, 'crm:Account/1', 'crm:Account/2'),
        territories: fc.constantFrom([], ['DE'], ['FR']),
        partnerId: fc.constantFrom(null, '7001', '7002'),
        open: fc.boolean(),
        lastTouchAt: fc.constantFrom(null, '2026-11-01T00:00:00.000Z', '2025-01-01T00:00:00.000Z'),
        protectedUntil: fc.constantFrom(null, '2027-01-01T00:00:00.000Z'),
      })
      .map(({ partnerId, open, lastTouchAt, protectedUntil, ...rest }) =>
        match({ ...rest, facts: { partnerId, open, lastTouchAt, protectedUntil } }),
      );
    const records = fc.uniqueArray(record, { selector: (each) => each.record, minLength: 1, maxLength: 6 });
    const seen = (matches: DealEvidence['matches']) => decide({ matches });
    fc.assert(
      fc.property(records, (all) => {
        expect(canonicalize(seen([...all].reverse()))).toBe(canonicalize(seen(all)));
        const fewer = seen(all.slice(1));
        const more = seen(all);
        expect(FAVOUR[more.outcome]).toBeLessThanOrEqual(FAVOUR[fewer.outcome]);
        expect(more.fields.conflict_risk).toBeGreaterThanOrEqual(fewer.fields.conflict_risk);
      }),
    );
  });
});
