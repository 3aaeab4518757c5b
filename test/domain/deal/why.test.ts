import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { APPEAL_DAYS, type Appealable, appealUntil, objectionToAppeal } from '../../../domain/deal/appeal.ts';
import { SHOWN_FIELDS } from '../../../domain/deal/notices.ts';
import type { ClosureReason } from '../../../domain/deal/registration.ts';
import { type DealStanding, whyDeal } from '../../../domain/deal/why.ts';
import { whyForPartner } from '../../../domain/deal/why-partner.ts';
import type { Reason } from '../../../domain/decision.ts';
import type { GateView } from '../../../domain/gate/gate.ts';

const STEP = Object.fromEntries(
  ['Duplicate', 'Conflict', 'Incomplete', 'Ineligible', 'Withdrawn', 'Expired'].map((one) => [
    one,
    `step for ${one}`,
  ]),
) as Record<ClosureReason, string>;
const RIVAL = 'Zephyr Rival Partners at 987654.32';
const conflict: Reason = {
  rule: 'conflict.domain',
  text: `Known from ${RIVAL}`,
  source: 'registration:deal:portal:9#domain',
  value: RIVAL,
};
const own: Reason = { rule: 'score.low', text: 'The score is below 70', source: 'score', value: '61' };
const input: Reason = { rule: 'score.tier', text: 'Tier', source: 'prm:Partner/7001#tier', value: 'Gold' };

function standing(change: Partial<DealStanding> = {}): DealStanding {
  return {
    case: 'deal:impartner:1',
    status: 'completed',
    outcome: null,
    mode: 'assisted',
    openProblem: 'none',
    gate: null,
    registration: { status: 'Under Review', closureReason: null, protectedUntil: null },
    decision: { reasons: [conflict, own, input], missing: [] },
    decided: null,
    appealUntil: null,
    reopenUntil: null,
    extendable: false,
    appealedBy: null,
    appealOf: null,
    ...change,
  };
}
const gate = (change: Partial<GateView> = {}): GateView => ({
  kind: 'review',
  round: 1,
  reasons: [conflict],
  actions: ['approve', 'reject'],
  assignee: 'p-ana',
  roles: ['partner_ops'],
  openedAt: '2026-11-20T09:00:00.000Z',
  dueAt: '2026-11-23T15:00:00.000Z',
  dueText: 'Mon 23 Nov 16:00 CET',
  approvals: [],
  quorum: 1,
  paused: false,
  questions: [],
  evidenceHash: 'e',
  ...change,
});
const rejected = standing({
  outcome: 'Rejected',
  registration: { status: 'Rejected', closureReason: 'Conflict', protectedUntil: null },
  decided: { action: 'reject', by: 'p-ana', at: '2026-11-20T10:00:00.000Z', reason: `as ${RIVAL} has it` },
  appealUntil: '2027-01-19T10:00:00.000Z',
});

describe('for colleagues', () => {
  test('a rejection tells who, in which words, what stood against it, the step and the appeal', () => {
    expect(whyDeal(rejected, STEP)).toEqual({
      standing: `It was rejected by p-ana: as ${RIVAL} has it`,
      reasons: [conflict, own],
      missing: [],
      steps: [
        'What the partner can do: step for Conflict',
        'Appeal it once: quarterdeck deals appeal deal:impartner:1 --reason "…"',
      ],
      deadlines: {
        decisionDue: null,
        answerUntil: null,
        appealUntil: '2027-01-19T10:00:00.000Z',
        reopenUntil: null,
        protectedUntil: null,
      },
    });
  });

  test('an open gate says what it waits for and when it is due', () => {
    const seen = whyDeal(standing({ status: 'waiting_for_decision', gate: gate() }), STEP);
    expect(seen.standing).toMatch(/waits for a person/);
    expect(seen.reasons).toEqual([conflict]);
    expect(seen.deadlines).toMatchObject({ decisionDue: '2026-11-23T15:00:00.000Z', answerUntil: null });
    expect(seen.steps).toEqual(['Decide it: quarterdeck reviews show deal:impartner:1']);
    const quiet = standing({ status: 'waiting_for_decision', gate: gate({ reasons: [] }) });
    expect(whyDeal(quiet, STEP).standing).toMatch(/nothing speaks against it/);
  });

  test('while the partner is asked it lists what they were asked, and their time instead of ours', () => {
    const asked = gate({ paused: true, questions: ['primary_contact_email', 'Which budget?'] });
    const seen = whyDeal(standing({ status: 'waiting_for_partner', gate: asked }), STEP);
    expect(seen.missing).toEqual(['primary_contact_email', 'Which budget?']);
    expect(seen.deadlines).toMatchObject({ decisionDue: null, answerUntil: '2026-11-23T15:00:00.000Z' });
  });

  test.each<[Partial<DealStanding>, RegExp]>([
    [{ status: 'running', decision: null }, /received and not looked at/],
    [{ status: 'running', mode: 'off' }, /parked/],
    [{ outcome: 'Approved' }, /approved automatically, because nothing spoke against it/],
    [{ outcome: 'Incomplete' }, /did not answer in time/],
    [{ outcome: 'shadow: review' }, /only watched \(shadow\).*review/],
    [{ status: 'rolled_back' }, /^It was rolled back\. Everything that it wrote was undone\.$/],
    [{ status: 'rollback_incomplete' }, /Some writes still stand/],
    [
      { status: 'rolled_back', decided: { action: 'rollback', by: 'p-olga', at: '', reason: 'By mistake.' } },
      /^It was rolled back by p-olga: By mistake\. Everything that it wrote was undone\.$/,
    ],
    [{ status: 'failed', outcome: 'failed: gone' }, /failed: gone/],
    [
      {
        outcome: 'Approved',
        registration: { status: 'Expired', closureReason: 'Expired', protectedUntil: null },
      },
      /protection has expired/,
    ],
  ])('%j', (change, words) => {
    expect(whyDeal(standing(change), STEP).standing).toMatch(words);
  });
});

describe('for the partner', () => {
  test('a rejection tells its reason, the fields of their own that counted, and the appeal', () => {
    const seen = whyForPartner({
      ...rejected,
      decision: {
        reasons: [conflict, { ...own, source: 'submission#estimated_value' }],
        missing: [],
      },
    });
    expect(seen).toMatchObject({ status: 'Rejected', reason: 'Conflict', evidence: ['estimated_value'] });
    expect(seen.deadlines.appealUntil).toBe('2027-01-19T10:00:00.000Z');
    expect(JSON.stringify(seen)).not.toContain('Zephyr');
  });

  test('asked, it is Incomplete with the questions; watched in shadow, nothing but Submitted', () => {
    const asked = gate({ paused: true, questions: ['primary_contact_email'] });
    expect(whyForPartner(standing({ status: 'waiting_for_partner', gate: asked }))).toMatchObject({
      status: 'Incomplete',
      missing: ['primary_contact_email'],
    });
    const shadow = standing({ mode: 'shadow', outcome: 'shadow: review' });
    expect(whyForPartner(shadow)).toMatchObject({ status: 'Submitted', reason: null, evidence: [] });
  });

  test('closed without an answer it says Incomplete, and until when it can be completed', () => {
    const silent = standing({
      outcome: 'Incomplete',
      registration: { status: 'Incomplete', closureReason: 'Incomplete', protectedUntil: null },
      decision: { reasons: [], missing: ['primary_contact_email'] },
      reopenUntil: '2026-12-20T10:00:00.000Z',
    });
    expect(whyForPartner(silent)).toMatchObject({
      status: 'Incomplete',
      reason: 'Incomplete',
      missing: ['primary_contact_email'],
      deadlines: { reopenUntil: '2026-12-20T10:00:00.000Z' },
    });
  });

  test('whatever the reasons and a decider say, none of it is passed on', () => {
    const text = fc.string({ minLength: 6 }).map((words) => `«${words}»`);
    const rule = text.map((words) => `always_person.${words}` as const);
    const reason = fc.record({ rule, text, source: text, value: text });
    const any = fc.record({
      status: fc.constantFrom('completed', 'waiting_for_decision', 'failed', 'rolled_back'),
      outcome: fc.constantFrom('Approved', 'Rejected', 'Incomplete', 'shadow: review', null),
      mode: fc.constantFrom('shadow', 'assisted', 'off'),
      reasons: fc.array(reason),
      words: text,
    });
    fc.assert(
      fc.property(any, ({ reasons, words, ...change }) => {
        const seen = whyForPartner({
          ...rejected,
          ...(change as Partial<DealStanding>),
          gate: change.status === 'waiting_for_decision' ? gate({ reasons }) : null,
          decision: { reasons, missing: [] },
          decided: { action: 'reject', by: words, at: '2026-11-20T10:00:00.000Z', reason: words },
        });
        expect(JSON.stringify(seen)).not.toContain('«');
        for (const field of seen.evidence) expect(SHOWN_FIELDS).toContain(field);
      }),
    );
  });
});

describe('an appeal', () => {
  const closedAt = '2026-11-20T10:00:00.000Z';
  const one: Appealable = {
    outcome: 'Rejected',
    closedAt,
    appealedBy: null,
    isAppeal: false,
  };
  const at = (days: number, ms = 0) => new Date(Date.parse(closedAt) + days * 86_400_000 + ms).toISOString();

  test('is open until the last millisecond of its window, and not after', () => {
    expect(appealUntil(closedAt)).toBe(at(APPEAL_DAYS));
    expect(objectionToAppeal(one, at(APPEAL_DAYS))).toBeNull();
    expect(objectionToAppeal(one, at(APPEAL_DAYS, 1))).toMatch(/ended on 2027-01-19/);
  });

  test.each<[Partial<Appealable>, RegExp]>([
    [{ outcome: 'Approved' }, /Only a rejected/],
    [{ outcome: null }, /Only a rejected/],
    [{ isAppeal: true }, /there is one only/],
    [{ appealedBy: 'deal:impartner:1~2' }, /deal:impartner:1~2/],
  ])('is refused: %j', (change, words) => {
    expect(objectionToAppeal({ ...one, ...change }, at(1))).toMatch(words);
  });
});
