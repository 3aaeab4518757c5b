import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { rolesSchema } from '../../../contracts/policy-authority.ts';
import { routingSchema } from '../../../contracts/policy-routing.ts';
import type { DecisionAction } from '../../../domain/decision.ts';
import {
  type AuthorityContext,
  authorise,
  type CaseFacts,
  may,
  type Person,
  ROLES,
  type Role,
  rolesThatDecide,
  type Verb,
} from '../../../domain/gate/authority.ts';

const shipped = parse(readFileSync('policy/roles.yaml', 'utf8'));
/** With a lifecycle that always is about money. */
const policy = { ...rolesSchema.parse(shipped), moneyLifecycles: ['claim'] };

const person = (id: string, role: Role, more: Partial<Person> = {}): Person => ({
  id,
  role,
  region: 'EMEA',
  zone: 'Europe/Berlin',
  manager: null,
  limitUsd: null,
  partnerId: null,
  partners: [],
  active: true,
  ...more,
});
const PEOPLE = Object.fromEntries(
  [
    ...ROLES.map((role) => person(role, role, role === 'partner' ? { partnerId: 'other' } : {})),
    person('ops2', 'partner_ops'),
    person('gone', 'partner_ops', { active: false }),
    person('american', 'channel_manager', { region: 'AMER' }),
    person('listed', 'channel_manager', { region: 'AMER', partners: ['7001'] }),
    person('elsewhere', 'channel_manager', { partners: ['9999'] }),
    person('insider', 'partner_ops', { partnerId: '7001' }),
    person('junior', 'partner_ops', { limitUsd: '100' }),
  ].map((one) => [one.id, one]),
);
const FACTS: CaseFacts = {
  lifecycle: 'deal',
  partnerId: '7001',
  partnerManager: 'channel_manager',
  region: 'EMEA',
  submittedBy: [],
  configuredBy: [],
  formerReviewers: [],
  valueUsd: '50000.00',
  paidUsd: null,
};
const NOW = '2026-07-13T10:00:00.000Z';

function ask(
  by: string,
  action: DecisionAction,
  facts: Partial<CaseFacts> = {},
  more: Partial<AuthorityContext> = {},
) {
  const to = action === 'reassign' ? { to: 'ops2' } : {};
  const context = { policy, people: PEOPLE, delegations: [], approvals: [], quorum: 1, now: NOW, ...more };
  return authorise({ by, action, ...to }, { ...context, facts: { ...FACTS, ...facts } });
}
const codeOf = (answer: ReturnType<typeof ask>) => ('code' in answer ? answer.code : 'allowed');

/** The matrix as decisions.md states it, written out by hand: what stands here is what has to hold. */
const MATRIX: Record<Role, { business: string; money: string; configuration: string }> = {
  channel_manager: { business: 'TVD', money: 'TVD', configuration: '' },
  partner_ops: { business: 'TVDO', money: 'TVDO', configuration: 'TVDO' },
  finance: { business: 'V', money: 'VDO', configuration: 'V' },
  controller: { business: 'VA', money: 'VDOA', configuration: 'VA' },
  auditor: { business: 'VA', money: 'VA', configuration: 'VA' },
  partner: { business: 'V', money: 'V', configuration: '' },
  admin: { business: '', money: '', configuration: 'VC' },
};
const VERBS: Array<[Verb, string]> = [
  ['trigger', 'T'],
  ['view', 'V'],
  ['approve', 'D'],
  ['reject', 'D'],
  ['request_information', 'D'],
  ['reassign', 'D'],
  ['override', 'O'],
  ['rollback', 'O'],
  ['audit', 'A'],
  ['configure', 'C'],
];
const ACTIONS: DecisionAction[] = [
  'approve',
  'reject',
  'override',
  'request_information',
  'reassign',
  'rollback',
];
const CELLS = ROLES.flatMap((role) =>
  (['business', 'money', 'configuration'] as const).flatMap((of) =>
    VERBS.map(([verb, letter]) => ({ role, of, verb, allowed: MATRIX[role][of].includes(letter) })),
  ),
);

describe('role × action of policy/roles.yaml', () => {
  test.each(CELLS)('$role may $verb on a $of case: $allowed', ({ role, of, verb, allowed }) => {
    expect(may(role, verb, of, policy)).toBe(allowed);
  });

  const decisions = CELLS.filter((cell) => (ACTIONS as string[]).includes(cell.verb));
  test.each(decisions)('the gate: $role, $verb, $of case: $allowed', ({ role, of, verb, allowed }) => {
    const lifecycle = { business: 'deal', money: 'claim', configuration: 'policy' }[of];
    const answer = ask(role, verb as DecisionAction, { lifecycle });
    expect(answer).toEqual(
      allowed ? { as: role, delegatedFrom: null } : expect.objectContaining({ code: 'role' }),
    );
  });

  test('a case that pays is a money case whatever its lifecycle', () => {
    expect(codeOf(ask('finance', 'approve'))).toBe('role');
    expect(codeOf(ask('finance', 'approve', { paidUsd: '10.00' }))).toBe('allowed');
  });
});

test.each([
  ['moneyLifecycles', { ...shipped, moneyLifecycles: ['deal', 'deals'] }],
  ['configurationLifecycles', { ...shipped, configurationLifecycles: ['deal'] }],
  [
    'decidesBelowUsd',
    {
      ...shipped,
      roles: { ...shipped.roles, finance: { ...shipped.roles.finance, decidesBelowUsd: { claims: '5' } } },
    },
  ],
])('%s names what there is; a misspelt one is no rule that nobody reads', (_, wrong) => {
  const read = rolesSchema.safeParse(wrong);
  expect(read.success).toBe(false);
  expect(rolesSchema.safeParse({ ...shipped, moneyLifecycles: ['deal'] }).success).toBe(true);
});

test('a routing rule names lifecycles that there are', () => {
  const rule = { name: 'desk', lifecycles: ['deal'], people: ['p-olga'] };
  const version = (lifecycles: string[]) => ({
    schemaVersion: 1,
    versions: [{ effectiveFrom: '2026-01-01T00:00:00Z', overload: 15, rules: [{ ...rule, lifecycles }] }],
  });
  expect(routingSchema.safeParse(version(['deal'])).success).toBe(true);
  expect(routingSchema.safeParse(version(['claims'])).error?.issues[0]?.message).toBe(
    'is no lifecycle; there are: deal, claim, clawback',
  );
});

describe('whose partner', () => {
  test.each([
    ['channel_manager', 'allowed'],
    ['american', 'own_partners_only'],
    ['listed', 'allowed'],
    ['elsewhere', 'own_partners_only'],
  ])('%s: %s', (by, expected) => {
    expect(codeOf(ask(by, 'approve'))).toBe(expected);
  });

  test('nobody’s partner is nobody’s own', () => {
    expect(codeOf(ask('channel_manager', 'approve', { partnerId: null }))).toBe('own_partners_only');
    expect(codeOf(ask('partner_ops', 'approve', { partnerId: null }))).toBe('allowed');
  });
});

describe('value and limits', () => {
  test.each([
    ['channel_manager', 'approve', '99999.99', 'allowed'],
    ['channel_manager', 'approve', '100000.00', 'limit'],
    ['channel_manager', 'reject', '100000.00', 'limit'],
    ['channel_manager', 'request_information', '100000.00', 'allowed'],
    ['partner_ops', 'approve', '100000.00', 'allowed'],
    ['partner_ops', 'approve', '99999999.00', 'allowed'],
  ] as const)('%s may %s a deal worth %s: %s', (by, action, valueUsd, expected) => {
    expect(codeOf(ask(by, action, { valueUsd }))).toBe(expected);
  });

  test.each([
    ['channel_manager', '10000.00', 'allowed'],
    ['channel_manager', '10000.01', 'limit'],
    ['partner_ops', '50000', 'allowed'],
    ['partner_ops', '50000.01', 'limit'],
    ['finance', '250000.00', 'allowed'],
    ['finance', '250000.01', 'limit'],
    ['controller', '100000000.00', 'allowed'],
    ['junior', '100.01', 'limit'],
    // Clawing back moves as much money as paying.
    ['channel_manager', '-10000.01', 'limit'],
  ])('%s may pay %s: %s', (by, paidUsd, expected) => {
    expect(codeOf(ask(by, 'approve', { lifecycle: 'claim', paidUsd }))).toBe(expected);
    expect(codeOf(ask(by, 'reject', { lifecycle: 'claim', paidUsd }))).toBe('allowed');
  });

  describe('reviewers that a program names', () => {
    const facts = { lifecycle: 'claim', paidUsd: '400.00', reviewers: ['partner_ops', 'finance'] as const };

    test.each(['approve', 'reject', 'override'] as const)('alone %s its claims', (action) => {
      for (const role of ['channel_manager', 'controller'] as const)
        expect(codeOf(ask(role, action, facts))).toBe('role');
      for (const role of ['partner_ops', 'finance'] as const)
        expect(codeOf(ask(role, action, facts))).toBe('allowed');
    });

    test('are named in the refusal of everybody else', () => {
      expect(ask('controller', 'approve', facts)).toMatchObject({
        message:
          'Controller is not among the reviewers that the program of this claim names; ask Partner Ops or Finance',
      });
      expect(rolesThatDecide({ ...FACTS, ...facts }, policy)).toEqual(['partner_ops', 'finance']);
      expect(ask('channel_manager', 'override', { ...facts, reviewers: ['channel_manager'] })).toMatchObject({
        message:
          'Channel Manager may not override this case; no role that its program names may, see reviewers in policy/incentives',
      });
    });

    test('above the limits of all of them it is for those whose limits reach so far', () => {
      const large = { ...facts, paidUsd: '300000.00' };
      expect(codeOf(ask('controller', 'approve', large))).toBe('allowed');
      expect(codeOf(ask('finance', 'approve', large))).toBe('limit');
      expect(rolesThatDecide({ ...FACTS, ...large }, policy)).toEqual(['controller']);
      expect(codeOf(ask('controller', 'approve', { ...facts, paidUsd: '250000.00' }))).toBe('role');
    });

    test('bind neither a question nor a rollback, and a case is handed over to one of them only', () => {
      for (const action of ['request_information', 'rollback'] as const)
        expect(codeOf(ask('controller', action, facts))).toBe('allowed');
      const handOver = (reviewers: readonly Role[]) =>
        codeOf(ask('controller', 'reassign', { ...facts, reviewers }));
      expect(handOver(['partner_ops'])).toBe('allowed');
      expect(handOver(['finance'])).toBe('role');
    });

    test('may be stood in for by a delegate', () => {
      const delegations = [
        {
          ...{ from: 'finance', to: 'controller' },
          ...{ startsAt: '2026-07-13T00:00:00.000Z', endsAt: '2026-07-14T00:00:00.000Z' },
        },
      ];
      expect(ask('controller', 'approve', facts, { delegations })).toEqual({
        as: 'finance',
        delegatedFrom: 'finance',
      });
    });
  });

  test('the refusal names who may', () => {
    const answer = ask('channel_manager', 'approve', { valueUsd: '100000.00' });
    expect(answer).toMatchObject({ message: expect.stringContaining('ask Partner Ops') });
    expect(rolesThatDecide({ ...FACTS, paidUsd: '60000' }, policy)).toEqual(['finance', 'controller']);
  });

  test.each(ACTIONS)('a refused %s never sends people to their own role', (action) => {
    for (const role of ROLES) {
      for (const facts of [{}, { paidUsd: '900000.00' }, { lifecycle: 'rollout', valueUsd: null }]) {
        const answer = ask(role, action, facts);
        if (!('code' in answer) || answer.code !== 'role') continue;
        const asked = answer.message.split('; ask ')[1]?.split(' or ') ?? [];
        expect(asked).not.toContain(policy.roles[role].title);
      }
    }
  });

  test('before a quorum is complete only the last one’s limit binds', () => {
    const paid = { lifecycle: 'payout', paidUsd: '60000.00' };
    expect(codeOf(ask('partner_ops', 'approve', paid, { quorum: 2 }))).toBe('allowed');
    const approvals = [{ by: 'finance', delegatedFrom: null }];
    expect(codeOf(ask('partner_ops', 'approve', paid, { quorum: 2, approvals }))).toBe('limit');
  });
});

describe('not oneself, not twice', () => {
  test.each(ACTIONS)('who submitted, configured or belongs to the partner may not %s', (action) => {
    expect(codeOf(ask('partner_ops', action, { submittedBy: ['partner_ops'] }))).toBe('not_self');
    expect(codeOf(ask('partner_ops', action, { configuredBy: ['partner_ops'] }))).toBe('not_self');
    expect(codeOf(ask('insider', action))).toBe('not_self');
  });

  test('the same person does not count twice, nor does their delegate', () => {
    const approvals = [{ by: 'partner_ops', delegatedFrom: null }];
    expect(codeOf(ask('partner_ops', 'approve', {}, { approvals, quorum: 2 }))).toBe('reviewer_repeated');
    const stood = [{ by: 'ops2', delegatedFrom: 'partner_ops' }];
    expect(codeOf(ask('partner_ops', 'approve', {}, { approvals: stood, quorum: 2 }))).toBe(
      'reviewer_repeated',
    );
    expect(codeOf(ask('ops2', 'approve', {}, { approvals: stood, quorum: 2 }))).toBe('reviewer_repeated');
  });

  test('an appeal needs another reviewer, who may still be asked by the first', () => {
    const facts = { formerReviewers: ['partner_ops'] };
    expect(codeOf(ask('partner_ops', 'approve', facts))).toBe('reviewer_repeated');
    expect(codeOf(ask('ops2', 'approve', facts))).toBe('allowed');
    expect(codeOf(ask('partner_ops', 'reassign', facts))).toBe('allowed');
  });
});

describe('delegation', () => {
  const from = (
    principal: string,
    to: string,
    startsAt = '2026-07-13T10:00:00.000Z',
    endsAt = '2026-07-14T10:00:00.000Z',
  ) => ({
    delegations: [{ from: principal, to, startsAt, endsAt }],
  });

  test('within its window the delegate acts as the principal, with the principal’s limit', () => {
    expect(ask('american', 'approve', {}, from('partner_ops', 'american'))).toEqual({
      as: 'partner_ops',
      delegatedFrom: 'partner_ops',
    });
    expect(
      codeOf(ask('american', 'approve', { valueUsd: '100000' }, from('channel_manager', 'american'))),
    ).toBe('own_partners_only');
  });

  test.each([
    ['2026-07-13T10:00:00.000Z', '2026-07-13T10:00:00.001Z', 'allowed'],
    ['2026-07-13T10:00:00.001Z', '2026-07-14T10:00:00.000Z', 'own_partners_only'],
    ['2026-07-01T10:00:00.000Z', '2026-07-13T10:00:00.000Z', 'own_partners_only'],
  ])('from %s to %s it is %s at 10:00', (startsAt, endsAt, expected) => {
    const answer = ask('american', 'approve', {}, from('partner_ops', 'american', startsAt, endsAt));
    expect(codeOf(answer)).toBe(expected);
    if (expected !== 'allowed') expect(answer).toMatchObject({ message: expect.stringContaining(endsAt) });
  });

  test.each([
    ['an inactive principal', 'gone', 'american', {}],
    ['a partner as delegate', 'partner_ops', 'partner', {}],
    ['an auditor as delegate', 'partner_ops', 'auditor', {}],
    ['an admin as delegate', 'partner_ops', 'admin', {}],
    ['a principal who submitted the case', 'partner_ops', 'american', { submittedBy: ['partner_ops'] }],
    ['a delegate who submitted the case', 'partner_ops', 'ops2', { submittedBy: ['ops2'] }],
    ['a principal who decided it before', 'partner_ops', 'american', { formerReviewers: ['partner_ops'] }],
  ])('%s does not pass', (_, principal, delegate, facts) => {
    expect(codeOf(ask(delegate, 'approve', facts, from(principal, delegate)))).not.toBe('allowed');
  });

  test('is not handed on', () => {
    const delegations = [
      ...from('partner_ops', 'elsewhere').delegations,
      ...from('elsewhere', 'american').delegations,
    ];
    expect(codeOf(ask('american', 'approve', {}, { delegations }))).toBe('own_partners_only');
  });
});

describe('people', () => {
  test('unknown and inactive people decide nothing', () => {
    expect(codeOf(ask('nobody', 'approve'))).toBe('unknown_person');
    expect(codeOf(ask('gone', 'approve'))).toBe('unknown_person');
  });

  test('a case is reassigned only to somebody who could decide it', () => {
    const context = {
      policy,
      people: PEOPLE,
      delegations: [],
      approvals: [],
      quorum: 1,
      now: NOW,
      facts: FACTS,
    };
    const to = (target: string, facts: Partial<CaseFacts> = {}) =>
      codeOf(
        authorise(
          { by: 'partner_ops', action: 'reassign', to: target },
          { ...context, facts: { ...FACTS, ...facts } },
        ),
      );
    expect(to('ops2')).toBe('allowed');
    expect(to('channel_manager')).toBe('allowed');
    expect(to('channel_manager', { valueUsd: '100000' })).toBe('limit');
    expect(to('ops2', { submittedBy: ['ops2'] })).toBe('not_self');
    expect(to('auditor')).toBe('role');
    expect(to('gone')).toBe('unknown_person');
    expect(to('nobody')).toBe('unknown_person');
  });
});
