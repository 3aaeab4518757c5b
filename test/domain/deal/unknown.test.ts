import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { clauseOf } from '../../../domain/deal/conflict-clause.ts';
import { decideDeal } from '../../../domain/deal/decision.ts';
import type { DealEvidence } from '../../../domain/deal/evidence.ts';
import type { LastTouch } from '../../../domain/match/facts.ts';
import { cleanRegistration as evidence, match, POLICY } from './fixtures.ts';

/** What is not known never counts as none, and never as enough: a person is asked, and told what is not known. */

const told = (change: Parameters<typeof evidence>[0] = {}): DealEvidence => ({
  ...evidence(change),
  unknownIsNull: true,
});
const touched = (lastTouchAt: LastTouch, kind: 'account' | 'opportunity' = 'account') =>
  match({ record: `crm:${kind}/1`, kind, facts: { lastTouchAt } });
const decided = (found: DealEvidence) => decideDeal(found, POLICY);
const rules = (found: DealEvidence) => decided(found).reasons.map(({ rule }) => rule);
const LONG_AGO = '2020-01-01T00:00:00.000Z';

describe('the last touch of an account', () => {
  test('that is not known sends it to a person, who reads so', () => {
    const found = decided(told({ matches: [touched(null)] }));
    expect(found.outcome).toBe('review');
    expect(found.fields.triage_status).toBe('NEEDS_REVIEW');
    expect(found.reasons).toContainEqual(
      expect.objectContaining({
        rule: 'conflict.direct_touch',
        text: 'The CRM does not say whether our own sellers were in touch with this customer lately',
      }),
    );
  });

  test.each(['never', LONG_AGO])('of %s leaves it a customer with which nothing is under way', (at) => {
    expect(rules(told({ matches: [touched(at)] }))).toContain('match.known');
    expect(decided(told({ matches: [touched(at)] })).outcome).toBe('automatic');
  });

  test('that evidence of an earlier version does not hold decides as it did', () => {
    expect(decided(evidence({ matches: [touched(null)] })).outcome).toBe('automatic');
  });

  test('never counts as stale, whatever else is true: what is not known is at least as grave as none', () => {
    const kinds = fc.constantFrom('account' as const, 'opportunity' as const);
    const matches = fc.record({
      kind: kinds,
      probability: fc.double({ min: 0, max: 1, noNaN: true }),
      partnerId: fc.constantFrom(null, '7001', '7002'),
      open: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(matches, { maxLength: 4 }), (all) => {
        const withTouch = (lastTouchAt: LastTouch) =>
          decided(
            told({
              matches: all.map(({ partnerId, open, ...rest }, at) =>
                match({ ...rest, record: `crm:${at}`, facts: { partnerId, open, lastTouchAt } }),
              ),
            }),
          );
        const [unknown, stale] = [withTouch(null), withTouch('never')];
        if (unknown.outcome === 'automatic') expect(stale.outcome).toBe('automatic');
        expect(unknown.fields.conflict_risk).toBeGreaterThanOrEqual(stale.fields.conflict_risk);
        // And no more is claimed than is known: nobody is rejected for it.
        if (unknown.fields.triage_status === 'FLAGGED_CONFLICT')
          expect(stale.fields.triage_status).toBe('FLAGGED_CONFLICT');
      }),
    );
  });
});

test('an open opportunity of which nobody knows whether it is active stands in the way, and that is said', () => {
  const { reasons } = decided(told({ matches: [touched(null, 'opportunity')] }));
  expect(reasons).toContainEqual(
    expect.objectContaining({
      rule: 'conflict.open_opportunity',
      text: 'An opportunity with this customer is open; the CRM does not say whether it is active',
    }),
  );
});

test('only what both sides state sets them apart', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('backup', 'monitoring')), fc.boolean(), (products, ours) => {
      const families = { products: ours ? products : [], theirs: ours ? [] : products };
      const base = told({});
      const standing = clauseOf(
        match({ kind: 'opportunity', products: families.theirs }),
        { ...base, submission: { ...base.submission, product_families: families.products } },
        90,
      );
      expect(standing?.apart).toBe(false);
    }),
  );
});

describe('a condition of the policy', () => {
  const under = (when: string, found: DealEvidence) =>
    decideDeal(found, { ...POLICY, alwaysPerson: [{ rule: 'own', when, text: 'Somebody looks' }] });
  const textOf = (when: string, found: DealEvidence) =>
    under(when, found).reasons.find(({ rule }) => rule === 'always_person.own')?.text ?? null;
  const winRate = (value: number | null) => told({ partner: { winRate: value } });

  test('about something that is not known sends the case to a person, and says what', () => {
    expect(textOf('partner.winRate < 0.2', winRate(0.1))).toBe('Somebody looks');
    expect(textOf('partner.winRate < 0.2', winRate(0.5))).toBeNull();
    expect(textOf('partner.winRate < 0.2', winRate(null))).toBe(
      'It cannot be told, because partner.winRate is not known: Somebody looks',
    );
    expect(under('partner.winRate < 0.2', winRate(null)).outcome).toBe('review');
  });

  test('is settled where the other side of it is', () => {
    expect(textOf('partner.winRate < 0.2 || deal.program == "standard"', winRate(null))).toBe(
      'Somebody looks',
    );
    expect(textOf('partner.winRate < 0.2 && deal.program == "other"', winRate(null))).toBeNull();
    expect(textOf('has(partner.winRate) && partner.winRate < 0.2', winRate(null))).toBeNull();
    expect(textOf('!has(partner.winRate)', winRate(null))).toBe('Somebody looks');
  });

  test('that does not fit the facts stops no decision', () => {
    expect(textOf('deal.program < 3', told())).toBe(
      'It cannot be told, because its condition does not fit the facts: Somebody looks',
    );
    expect(textOf('deal.program', told())).toContain('does not fit');
  });

  test('about a field that the partner is asked for waits for the answer', () => {
    const found = told({ submission: { stated_value: null, estimated_value: null, rate: null } });
    const answer = under('deal.estimated_value > 10.0', found);
    expect(answer.outcome).toBe('incomplete');
    expect(answer.reasons.map(({ rule }) => rule)).not.toContain('always_person.own');
  });

  test('never lets through what it would stop if the fact were known, whatever the fact is', () => {
    const rates = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(rates, rates, fc.constantFrom('<', '<=', '>', '>=', '==', '!='), (value, bound, sign) => {
        const when = `partner.winRate ${sign} ${bound.toFixed(6)}`;
        if (textOf(when, winRate(value)) !== null) expect(textOf(when, winRate(null))).not.toBeNull();
      }),
    );
  });

  test('takes an unknown number for 0 in evidence of an earlier version, as it did', () => {
    const found = evidence({ partner: { approvedRegistrations: null } });
    expect(textOf('partner.approvedRegistrations == 0.0', found)).toBe('Somebody looks');
  });
});
