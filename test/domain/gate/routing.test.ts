import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type CaseFacts, ROLES } from '../../../domain/gate/authority.ts';
import { type Reviewer, type RoutingPolicy, route, routingAt } from '../../../domain/gate/routing.ts';

const FACTS: CaseFacts = {
  lifecycle: 'deal',
  partnerId: '7001',
  partnerManager: 'p-ana',
  region: 'EMEA',
  products: ['Backup'],
  submittedBy: [],
  configuredBy: [],
  formerReviewers: [],
  valueUsd: '50000',
  paidUsd: null,
};
const person = (id: string, change: Partial<Reviewer> = {}): Reviewer => ({
  id,
  role: 'partner_ops',
  region: 'EMEA',
  open: 0,
  ...change,
});
const ANA = person('p-ana', { role: 'channel_manager' });
const OLGA = person('p-olga');
const BEN = person('p-ben', { region: 'AMER' });
const FINN = person('p-finn', { role: 'finance' });
const ORDER = ['partner_ops', 'finance', 'controller'] as const;

const POLICY: RoutingPolicy = {
  effectiveFrom: '2026-01-01T00:00:00.000Z',
  overload: 5,
  rules: [
    { name: 'claims', lifecycles: ['claim'], regions: [], products: [], people: ['p-finn'], clock: null },
    {
      name: 'security',
      lifecycles: [],
      regions: ['EMEA'],
      products: ['security'],
      people: ['p-ben', 'p-sec'],
      clock: 'high_value',
    },
  ],
};
const to = (facts: Partial<CaseFacts>, able: Reviewer[], policy = POLICY) =>
  route({ ...FACTS, ...facts }, able, ORDER, policy);

describe('a review goes to', () => {
  test.each<[string, Partial<CaseFacts>, Reviewer[], string | null]>([
    ["the partner's manager", {}, [OLGA, ANA], 'p-ana'],
    ['Partner Ops of the region without one', { partnerManager: null }, [BEN, OLGA, ANA], 'p-olga'],
    ['the other region when nobody else may', { partnerManager: null }, [BEN, FINN], 'p-ben'],
    ['a channel manager last', { partnerManager: null }, [ANA, FINN], 'p-finn'],
    ['nobody when nobody may', {}, [], null],
  ])('%s', (_name, facts, able, assignee) => {
    expect(to(facts, able)).toEqual({ assignee, rule: null, clock: null });
  });

  test('the people of the first rule whose region and product fit, with its clock', () => {
    const security = { products: ['Network', 'SECURITY'] };
    expect(to(security, [ANA, BEN])).toEqual({ assignee: 'p-ben', rule: 'security', clock: 'high_value' });
    expect(to({ ...security, region: 'APAC' }, [ANA, BEN]).rule).toBeNull();
    expect(to({ lifecycle: 'claim' }, [ANA, FINN])).toMatchObject({ assignee: 'p-finn', rule: 'claims' });
  });

  test('somebody else when the rule names nobody who may decide it; its clock still runs', () => {
    const routed = to({ products: ['security'] }, [ANA, OLGA]);
    expect(routed).toEqual({ assignee: 'p-ana', rule: null, clock: 'high_value' });
  });

  test('whoever has the fewest, then the smaller id', () => {
    const facts = { partnerManager: null };
    expect(
      to(facts, [person('p-b', { open: 2 }), person('p-a', { open: 2 }), person('p-c', { open: 3 })])
        .assignee,
    ).toBe('p-a');
  });

  test('the next one when somebody has five more', () => {
    const busy = { ...ANA, open: 5 };
    expect(to({}, [{ ...ANA, open: 4 }, OLGA]).assignee).toBe('p-ana');
    expect(to({}, [busy, OLGA]).assignee).toBe('p-olga');
    expect(to({}, [busy]).assignee).toBe('p-ana');
  });
});

test('whoever may decide it, somebody who may gets it, and the order of people never matters', () => {
  const reviewer = fc.record({
    id: fc.constantFrom('p-a', 'p-b', 'p-ben', 'p-ana', 'p-finn'),
    role: fc.constantFrom(...ROLES),
    region: fc.constantFrom('EMEA', 'AMER', null),
    open: fc.nat({ max: 12 }),
  });
  fc.assert(
    fc.property(
      fc.uniqueArray(reviewer, { selector: ({ id }) => id, minLength: 1 }),
      fc.constantFrom<string[]>([], ['security']),
      (able, products) => {
        const routed = to({ products }, able);
        expect(able.map(({ id }) => id)).toContain(routed.assignee);
        expect(to({ products }, [...able].reverse())).toEqual(routed);
      },
    ),
  );
});

test('the version in force counts; before the first there is none', () => {
  const later = { ...POLICY, effectiveFrom: '2026-06-01T00:00:00.000Z', overload: 1 };
  expect(routingAt([later, POLICY], '2026-06-01T00:00:00.000Z')).toBe(later);
  expect(routingAt([later, POLICY], '2026-05-31T23:59:59.999Z')).toBe(POLICY);
  expect(routingAt([POLICY], '2025-12-31T00:00:00.000Z').rules).toEqual([]);
});
