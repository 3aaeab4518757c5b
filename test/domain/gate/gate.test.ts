import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DecisionAction, DecisionRequest } from '../../../domain/decision.ts';
import { DECISION_ACTIONS } from '../../../domain/gate/decision-shape.ts';
import {
  afterDecision,
  afterTick,
  closed,
  factsOf,
  type Gate,
  gateView,
  pausedForPartner,
  runningClock,
} from '../../../domain/gate/gate.ts';
import { type GateStanding, unfit } from '../../../domain/gate/gate-fit.ts';

const AT = '2026-01-13T13:02:00.000Z';
const clock = {
  allowed: 480,
  used: 0,
  runningSince: AT,
  dueAt: '2026-01-14T13:02:00.000Z',
  dueText: 'Wed 14 Jan 14:02 CET',
  ticks: [],
};
const GATE: Gate = {
  kind: 'review',
  round: 3,
  reasons: [],
  evidenceHash: 'e3',
  clocks: ['deal'],
  quorum: 1,
  actions: ['approve', 'reject', 'override', 'request_information', 'reassign'],
  facts: {
    lifecycle: 'deal',
    partnerId: '7001',
    partnerManager: null,
    region: null,
    submittedBy: [],
    configuredBy: [],
    formerReviewers: [],
    valueUsd: null,
    paidUsd: null,
  },
  roles: ['channel_manager'],
  assignee: 'p-ana',
  openedAt: AT,
  clock,
  partner: null,
  approvals: [],
  edits: null,
  closed: null,
  decided: null,
};
const request = (action: DecisionAction, more: Partial<DecisionRequest> = {}): DecisionRequest => ({
  action,
  by: 'p-ana',
  reason: 'fits',
  round: 3,
  ...more,
});
const take = (gate: Gate, one: DecisionRequest) =>
  afterDecision(gate, { request: one, delegatedFrom: null, at: AT }, 'e-edited');
const standing = (more: Partial<GateStanding> = {}): GateStanding => ({
  gate: GATE,
  rolledBack: null,
  undoable: true,
  ended: false,
  ...more,
});
const code = (one: DecisionRequest, more: Partial<GateStanding> = {}) =>
  unfit(one, standing(more), 'Europe/Berlin')?.code ?? 'fits';

describe('what each action does to an open gate', () => {
  test.each([
    ['approve', {}, 'approved'],
    ['reject', {}, 'rejected'],
    ['override', { edits: { estimated_value: '10.00' } }, 'overridden'],
    ['rollback', {}, 'rolled_back'],
    ['request_information', { questions: ['Which budget?'] }, undefined],
    ['reassign', { to: 'p-olga' }, undefined],
  ] as const)('%s %j → %s', (action, more, outcome) => {
    const next = take(GATE, request(action, more as Partial<DecisionRequest>));
    expect(next.closed?.outcome).toBe(outcome);
    expect(next.assignee).toBe(action === 'reassign' ? 'p-olga' : 'p-ana');
    expect(next.edits).toEqual(action === 'override' ? { estimated_value: '10.00' } : null);
  });

  test('two people have to approve when two are needed; one no ends it', () => {
    const first = take({ ...GATE, quorum: 2 }, request('approve'));
    expect(first.closed).toBeNull();
    expect(first.approvals).toEqual([{ by: 'p-ana', delegatedFrom: null }]);
    expect(take(first, request('approve', { by: 'p-olga' })).closed?.outcome).toBe('approved');
    expect(take(first, request('reject', { by: 'p-olga' })).closed?.outcome).toBe('rejected');
  });

  test('edits are new evidence: earlier approvals fall, the round goes up, the next yes overrides', () => {
    const first = take({ ...GATE, quorum: 2 }, request('approve'));
    const edited = take(first, request('override', { by: 'p-olga', edits: { tier: 'Gold' } }));
    expect([edited.closed, edited.round, edited.evidenceHash]).toEqual([null, 4, 'e-edited']);
    expect(edited.approvals).toEqual([{ by: 'p-olga', delegatedFrom: null }]);
    expect(code(request('approve'), { gate: edited })).toBe('stale_round');
    const done = take(edited, request('approve', { round: 4 }));
    expect([done.closed?.outcome, done.edits]).toEqual(['overridden', { tier: 'Gold' }]);
  });

  test('no order of decisions short of the quorum closes it as approved', () => {
    const by = fc.constantFrom('p-ana', 'p-olga', 'p-ben');
    const actions = fc.constantFrom<DecisionAction>('approve', 'override', 'reassign', 'request_information');
    fc.assert(
      fc.property(fc.array(fc.tuple(actions, by), { maxLength: 8 }), (steps) => {
        let gate: Gate = { ...GATE, quorum: 3 };
        let yes = 0;
        for (const [action, who] of steps) {
          if (gate.closed) break;
          gate = take(gate, request(action, { by: who, edits: { a: 1 }, to: 'p-olga' }));
          yes = action === 'approve' ? yes + 1 : action === 'override' ? 1 : yes;
          expect(gate.closed !== null).toBe(yes >= 3);
        }
      }),
    );
  });
});

describe('what does not fit', () => {
  test.each(DECISION_ACTIONS)('%s of an older or a later round', (action) => {
    expect(code(request(action, { round: 2 }))).toBe('stale_round');
    expect(code(request(action, { round: 4 }))).toBe('stale_round');
    expect(code(request(action))).toBe('fits');
  });

  test('whoever comes second is told who was first, on their own clock', () => {
    const gate = take(GATE, request('approve'));
    expect(unfit(request('reject', { by: 'p-olga' }), standing({ gate }), 'Europe/Berlin')).toEqual({
      code: 'already_decided',
      message: 'approved by p-ana, 14:02 CET',
      decided: { action: 'approve', by: 'p-ana', at: AT },
    });
  });

  test('no gate, a withdrawn question, an action that is not offered', () => {
    expect(code(request('approve'), { gate: null })).toBe('no_open_gate');
    expect(code(request('approve'), { gate: closed(GATE, 'amended', AT) })).toBe('no_open_gate');
    expect(code(request('override'), { gate: { ...GATE, actions: ['approve'] } })).toBe('not_offered');
  });

  test('the partner is asked once at a time, and people may still decide meanwhile', () => {
    const partner = { questions: ['?'], askedBy: 'p-ana', askedAt: AT, clock };
    const gate = pausedForPartner(GATE, partner, 60);
    expect(code(request('request_information', { questions: ['?'] }), { gate })).toBe('not_offered');
    expect(code(request('reject'), { gate })).toBe('fits');
    expect([gate.clock.used, runningClock(gate), runningClock(GATE)]).toEqual([60, clock, clock]);
  });

  test.each([
    ['round 0 without a gate', request('rollback', { round: 0 }), { gate: null }, 'fits'],
    ['the last gate’s round', request('rollback'), { gate: closed(GATE, 'approved', AT) }, 'fits'],
    ['a round that never was', request('rollback', { round: 7 }), { gate: null }, 'stale_round'],
    ['nothing written', request('rollback'), { undoable: false }, 'nothing_to_undo'],
    ['the case has ended', request('rollback'), { ended: true }, 'no_open_gate'],
    [
      'rolled back already',
      request('rollback', { round: 0 }),
      { rolledBack: { action: 'rollback', by: 'p-olga', at: AT } },
      'already_decided',
    ],
  ] as const)('rollback, %s', (_, one, more, expected) => {
    expect(code(one, more)).toBe(expected);
  });
});

test('a tick that was dealt with goes, from the clock that runs', () => {
  const ticks = [
    { kind: 'remind' as const, after: 240, at: AT },
    { kind: 'escalate' as const, after: 480, at: AT },
  ];
  const gate = { ...GATE, clock: { ...clock, ticks } };
  const daily = { kind: 'escalate_daily' as const, after: 960, at: AT };
  expect(afterTick(gate, daily).clock.ticks.map((tick) => tick.kind)).toEqual(['escalate', 'escalate_daily']);
  const partner = { questions: ['?'], askedBy: null, askedAt: AT, clock: { ...clock, ticks } };
  const paused = afterTick(pausedForPartner(gate, partner, 0), null);
  expect([paused.partner?.clock.ticks.length, paused.clock.ticks.length]).toEqual([1, 2]);
});

test('the view shows the running clock, and nothing once the gate is closed', () => {
  const partner = { questions: ['Budget?'], askedBy: null, askedAt: AT, clock: { ...clock, dueAt: 'later' } };
  expect(gateView(GATE)).toMatchObject({ dueAt: clock.dueAt, paused: false, questions: [] });
  expect(gateView(pausedForPartner(GATE, partner, 0))).toMatchObject({
    dueAt: 'later',
    paused: true,
    questions: ['Budget?'],
  });
  expect(gateView(closed(GATE, 'approved', AT))).toBeNull();
});

test.each([
  ['review', ['partner_ops']],
  ['effect', undefined],
  ['rollback', undefined],
] as const)('the reviewers of a program bind a gate of kind %s: %j', (kind, reviewers) => {
  const facts = factsOf({ ...GATE.facts, reviewers: ['partner_ops'] }, { kind, notBy: ['p-olga'] });
  expect(facts.reviewers).toEqual(reviewers);
  expect(facts.formerReviewers).toEqual(['p-olga']);
});
