import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findConflicts } from '../../../domain/deal/conflict.ts';
import { decideDeal } from '../../../domain/deal/decision.ts';
import type { DealPolicy } from '../../../domain/deal/policy.ts';
import { completePolicy } from '../../../domain/deal/policy-defaults.ts';
import type { CustomerMatch } from '../../../domain/match/customer-match.ts';
import { AS_OF, cleanRegistration, match, POLICY, rival } from './fixtures.ts';

const daysAgo = (days: number) => new Date(Date.parse(AS_OF) - days * 86_400_000).toISOString();
const inDays = (days: number) => daysAgo(-days);
const found = (...matches: CustomerMatch[]) => findConflicts(cleanRegistration({ matches }), POLICY);

describe('a record that is the same customer', () => {
  test.each([
    ['protected', rival({ facts: { protectedUntil: inDays(30), status: 'Approved' } }), 97, 'keep_other'],
    ['registered', rival(), 87, 'keep_other'],
    ['duplicate', rival({ facts: { partnerId: '7001' } }), 87, 'close_as_duplicate'],
    [
      'active_cycle',
      match({ record: 'crm:Opportunity/1', kind: 'opportunity', facts: { lastTouchAt: daysAgo(90) } }),
      87,
      'ask_account_owner',
    ],
    [
      'open_opportunity',
      match({ record: 'crm:Opportunity/1', kind: 'opportunity', facts: { lastTouchAt: daysAgo(91) } }),
      78,
      'ask_account_owner',
    ],
    ['direct_touch', match({ facts: { lastTouchAt: daysAgo(90) } }), 68, 'ask_account_owner'],
  ])('conflicts: %s', (clause, record, risk, action) => {
    expect(found(record)).toEqual([
      expect.objectContaining({ verdict: 'conflict', clause, risk, action, first: 'other' }),
    ]);
    const decision = decideDeal(cleanRegistration({ matches: [record] }), POLICY);
    expect(decision.outcome).toBe('review');
    expect(decision.fields).toMatchObject({
      triage_status: 'FLAGGED_CONFLICT',
      Potential_Conflict_ID: record.record,
      conflict_risk: risk,
      recommended_action: action,
      closure: clause === 'duplicate' ? 'Duplicate' : 'Conflict',
    });
    expect(decision.reasons[0]).toMatchObject({ rule: `conflict.${clause}`, value: '0.97' });
  });

  test.each([
    ['a quiet account', match()],
    ['an account last touched 91 days ago', match({ facts: { lastTouchAt: daysAgo(91) } })],
    ['a closed opportunity', match({ kind: 'opportunity', facts: { open: false, lastTouchAt: daysAgo(3) } })],
    ['an ended registration', rival({ facts: { open: false, status: 'Rejected' } })],
    [
      'a protection that has run out',
      rival({ facts: { open: false, protectedUntil: daysAgo(1), status: 'Expired' } }),
    ],
  ])('is known and no conflict: %s', (_name, record) => {
    expect(found(record)).toEqual([expect.objectContaining({ verdict: 'known', risk: 0, action: 'none' })]);
    const decision = decideDeal(cleanRegistration({ matches: [record] }), POLICY);
    expect(decision.outcome).toBe('automatic');
    expect(decision.reasons[0]?.rule).toBe('match.known');
    expect(decision.fields.Potential_Conflict_ID).toBeNull();
  });

  test('an opportunity counts as its account does, whatever its own name says', () => {
    const account = match();
    const opportunity = match({
      record: 'crm:Opportunity/1',
      kind: 'opportunity',
      name: 'Renewal 2027',
      parent: account.record,
      probability: 0.01,
    });
    expect(found(account, opportunity).map(({ verdict, clause }) => [verdict, clause])).toEqual([
      ['conflict', 'open_opportunity'],
      ['known', null],
    ]);
  });
});

test('what both sides state for other territories or products goes to a person instead of being a conflict', () => {
  for (const apart of [{ territories: ['FR'] }, { products: ['network'] }])
    expect(found(rival(apart))).toEqual([
      expect.objectContaining({ verdict: 'review', clause: 'registered', action: 'compare', risk: 44 }),
    ]);
  expect(found(rival({ territories: [' de '], products: ['Backup', 'network'] }))[0]?.verdict).toBe(
    'conflict',
  );
});

test('a company of the same group with something under way is looked at', () => {
  const account = match({ parent: 'crm:Account/9' });
  const parent = { record: 'crm:Account/9', probability: 0.2 };
  const touched = match({ ...parent, facts: { lastTouchAt: daysAgo(2) } });
  const review = expect.objectContaining({ verdict: 'review', clause: 'hierarchy', action: 'compare' });
  expect(found(account, touched)[0]).toEqual(review);
  const sister = rival({ parent: 'crm:Account/9', probability: 0.3 });
  expect(found(account, sister)[0]).toEqual(review);
  const child = rival({
    parent: account.record,
    kind: 'account',
    probability: 0.3,
    facts: { lastTouchAt: daysAgo(1) },
  });
  expect(found(match(), child)[0]).toEqual(review);
  expect(found(account, match(parent)).map(({ verdict }) => verdict)).toEqual(['known']);
});

test.each([
  [0.9, 'conflict'],
  [0.899999, 'review'],
  [0.6, 'review'],
  [0.599999, undefined],
])("at probability %p another partner's registration means %p", (probability, verdict) => {
  expect(found(rival({ probability }))[0]?.verdict).toBe(verdict);
});

test('an account that may be the customer is looked at, an ended registration that may be is not', () => {
  expect(found(match({ probability: 0.7 }))).toEqual([
    expect.objectContaining({ verdict: 'review', clause: 'possible_account', risk: 21 }),
  ]);
  expect(found(rival({ probability: 0.7, facts: { open: false } }))).toEqual([]);
});

describe('who was first', () => {
  const first = (facts: object, record = 'registration:deal:portal:0') =>
    found(rival({ record, facts }))[0]?.first;
  test.each([
    ['the earlier submission', { submittedAt: '2026-11-20T08:11:59.999Z' }, 'other'],
    ['this one where it was earlier', { submittedAt: '2026-11-20T08:12:00.001Z' }, 'this'],
    [
      'a live protection, also of a later one',
      { submittedAt: '2026-11-20T09:00:00.000Z', protectedUntil: inDays(1) },
      'other',
    ],
    ['what was there before, where it has no instant', { submittedAt: null }, 'other'],
  ])('%s', (_name, facts, expected) => {
    expect(first(facts)).toBe(expected);
  });

  test('at the same instant the smaller id', () => {
    const submittedAt = '2026-11-20T08:12:00.000Z';
    expect(first({ submittedAt }, 'registration:deal:portal:0')).toBe('other');
    expect(first({ submittedAt }, 'registration:deal:portal:2')).toBe('this');
  });

  test('of two registrations exactly one is first, whichever is looked at', () => {
    const stamp = fc.integer({ min: 0, max: 3 }).map((s) => `2026-11-20T08:00:0${s}.000Z`);
    fc.assert(
      fc.property(stamp, stamp, (a, b) => {
        const one = { record: 'registration:a', at: a };
        const two = { record: 'registration:b', at: b };
        const seen = ([own, other]: [typeof one, typeof two]) =>
          findConflicts(
            cleanRegistration({
              record: own.record,
              submission: { submission_timestamp: own.at },
              matches: [rival({ record: other.record, facts: { submittedAt: other.at } })],
            }),
            POLICY,
          )[0]?.first;
        expect([seen([one, two]), seen([two, one])].sort()).toEqual(['other', 'this']);
      }),
    );
  });
});

describe('a field that agrees is enough to be looked at', () => {
  const field = (name: string, level: string) => [{ field: name, level, weight: 1, why: '' }];
  test.each([
    ['domain', 'same host', 'conflict'],
    ['domain', 'same domain', 'review'],
    ['name', 'same', 'review'],
    ['name', 'nearly the same', 'review'],
    ['name', 'close', undefined],
    ['domain', 'different', undefined],
  ])('%s at level %p means %p, whatever the model makes of the rest', (name, level, verdict) => {
    expect(found(rival({ probability: 0.01, fields: field(name, level) }))[0]?.verdict).toBe(verdict);
  });

  test('a surer model counts more', () => {
    expect(found(rival({ probability: 0.95, fields: field('name', 'same') }))[0]).toMatchObject({
      verdict: 'conflict',
      reason: { value: '0.95' },
    });
  });
});

describe('a name with the same telling words', () => {
  const namesake = (change: Parameters<typeof rival>[0] = {}) =>
    rival({ probability: 0.03, telling: ['rheinwerk'], ...change });

  test.each([
    ['registered', namesake()],
    ['protected', namesake({ facts: { open: false, protectedUntil: inDays(3) } })],
    ['in an opportunity', namesake({ record: 'crm:Opportunity/1', kind: 'opportunity' })],
  ])('that another partner has %s is looked at, however unlikely the model calls it', (_how, record) => {
    expect(found(record)).toEqual([
      expect.objectContaining({ verdict: 'review', clause: 'namesake', action: 'compare' }),
    ]);
    const decision = decideDeal(cleanRegistration({ matches: [record] }), POLICY);
    expect(decision.fields.triage_status).toBe('NEEDS_REVIEW');
    expect(decision.reasons[0]).toMatchObject({ rule: 'conflict.namesake', value: 'rheinwerk' });
  });

  test.each([
    ['our own', namesake({ facts: { partnerId: null } })],
    ['the same partner’s', namesake({ facts: { partnerId: '7001' } })],
    ['ended', namesake({ facts: { open: false } })],
    ['without a telling word', rival({ probability: 0.03 })],
  ])('stands in nobody’s way when it is %s', (_how, record) => {
    expect(found(record)).toEqual([]);
  });

  test('is decided by a policy of before as by one of now', () => {
    const { namesake: _, ...gravity } = POLICY.matching.gravity;
    const before = { ...POLICY, matching: { ...POLICY.matching, gravity } } as Partial<DealPolicy>;
    expect(findConflicts(cleanRegistration({ matches: [namesake()] }), completePolicy(before))).toEqual(
      found(namesake()),
    );
  });
});
