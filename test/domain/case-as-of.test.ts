import { describe, expect, test } from '@jest/globals';
import type { AuditEntry } from '../../domain/audit.ts';
import { caseAsOf } from '../../domain/case-as-of.ts';

const DAY = '2026-11-20T';
const at = (minute: number) => `${DAY}10:${String(minute).padStart(2, '0')}:00.000Z`;
const entry = (minute: number, action: string, more: Record<string, string | number | boolean | null> = {}) =>
  ({ at: at(minute), actor: 'system', action, ...more }) as AuditEntry;
const decided = (minute: number, decision: string, round = 1) =>
  entry(minute, 'decision.accepted', { decision, round });
const received = entry(1, 'submission.received', { revision: 1 });
const computed = entry(2, 'decision.computed', {
  ...{ revision: 1, segment: 'Gold/EMEA/standard', mode: 'assisted', triage_status: 'NEEDS_REVIEW' },
  ...{ confidence_score: 62, evidence: 'e1', policy: 'p1' },
});
const asked = (minute: number, round: number, more = {}) =>
  entry(minute, 'gate.opened', {
    kind: 'review',
    round,
    assignee: 'p-ana',
    dueAt: at(59),
    paused: false,
    ...more,
  });
const closed = (minute: number, outcome: string) =>
  entry(minute, 'case.closed', { outcome, protectedUntil: '2027-02-18T10:00:00.000Z' });

/** The status at each minute, `-` before there was anything. */
const statuses = (entries: AuditEntry[], openNow = false) =>
  Array.from({ length: 12 }, (_, minute) => caseAsOf(entries, at(minute), openNow).status ?? '-');

describe('a case as it stood', () => {
  test('decided blind, it had no advice for anybody until it was shown', () => {
    const blind = entry(2, 'decision.computed', {
      revision: 1,
      mode: 'assisted',
      blind: 'sample',
      share: 0.2,
    });
    const shown = entry(7, 'decision.revealed', {
      blind: 'sample',
      outcome: 'review',
      triage_status: 'NEEDS_REVIEW',
    });
    const whole = [received, blind, asked(3, 1), decided(6, 'approve'), shown, closed(8, 'Approved')];
    expect(caseAsOf(whole, at(6), false).advised).toEqual({});
    expect(caseAsOf(whole, at(7), false).advised).toEqual({ triage_status: 'NEEDS_REVIEW' });
  });

  test('follows the trail minute by minute, and knows nothing of what came after', () => {
    const whole = [received, computed, asked(3, 1), decided(6, 'approve'), closed(8, 'Approved')];
    expect(statuses(whole)).toEqual([
      '-',
      'running',
      'running',
      ...['waiting_for_decision', 'waiting_for_decision', 'waiting_for_decision'],
      'running',
      'running',
      ...['completed', 'completed', 'completed', 'completed'],
    ]);
    expect(caseAsOf(whole, at(5), false)).toEqual({
      status: 'waiting_for_decision',
      outcome: null,
      revision: 1,
      segment: 'Gold/EMEA/standard',
      mode: 'assisted',
      advised: { triage_status: 'NEEDS_REVIEW', confidence_score: 62 },
      question: { kind: 'review', round: 1, assignee: 'p-ana', dueAt: at(59), paused: false },
      protectedUntil: null,
      evidenceHash: 'e1',
      policyVersion: 'p1',
      changedAt: at(3),
    });
    expect(caseAsOf(whole, at(8), false)).toMatchObject({
      ...{ outcome: 'Approved', question: null, protectedUntil: '2027-02-18T10:00:00.000Z' },
    });
    expect(caseAsOf(whole, at(8), false)).toEqual(caseAsOf(whole, '2030-01-01T00:00:00Z', false));
  });

  test('waits for the partner while they are asked, by the gate or by a person', () => {
    const byPerson = [received, computed, asked(3, 1), decided(5, 'request_information')];
    expect(caseAsOf(byPerson, at(6), true).status).toBe('waiting_for_partner');
    const byGate = [received, computed, asked(3, 1, { paused: true }), entry(7, 'gate.closed')];
    expect(statuses(byGate).slice(2, 8)).toEqual([
      'running',
      ...['waiting_for_partner', 'waiting_for_partner', 'waiting_for_partner', 'waiting_for_partner'],
      'running',
    ]);
  });

  test('goes on waiting after the first of two approvals', () => {
    const two = [received, computed, asked(3, 1), decided(5, 'approve'), decided(7, 'approve')];
    const ended = [...two, closed(8, 'Approved')];
    expect(statuses(ended).slice(4, 9)).toEqual([
      ...['waiting_for_decision', 'waiting_for_decision', 'waiting_for_decision', 'running', 'completed'],
    ]);
    // Only the first has come so far.
    expect(caseAsOf(two.slice(0, 4), at(6), true).status).toBe('waiting_for_decision');
    expect(caseAsOf(two.slice(0, 4), at(6), false).status).toBe('running');
  });

  test('an override that needs a second person is asked in the next round', () => {
    const edited = [received, computed, asked(3, 1), decided(5, 'override'), decided(7, 'approve', 2)];
    expect(caseAsOf(edited, at(6), false).question).toMatchObject({ round: 2 });
    expect(caseAsOf(edited, at(7), false).question).toBeNull();
  });

  test('waits for whom it was handed to, until their own time; 0.2.0 did not record to whom', () => {
    const handed = { decision: 'reassign', round: 1, assignee: 'p-olga', dueAt: at(57) };
    const trail = [received, computed, asked(3, 1), entry(5, 'decision.accepted', handed)];
    expect(caseAsOf(trail, at(4), true).question).toMatchObject({ assignee: 'p-ana', dueAt: at(59) });
    expect(caseAsOf(trail, at(5), true)).toMatchObject({
      ...{ status: 'waiting_for_decision', question: { assignee: 'p-olga', dueAt: at(57), paused: false } },
    });
    const before = [received, computed, asked(3, 1), decided(5, 'reassign')];
    expect(caseAsOf(before, at(5), true).question).toMatchObject({ assignee: null, dueAt: at(59) });
  });

  test('a rollback takes the protection away, in part it does not', () => {
    const approved = [received, computed, closed(4, 'Approved'), entry(6, 'case.rollback_started')];
    const whole = [...approved, entry(8, 'case.rolled_back')];
    expect(statuses(whole).slice(4, 9)).toEqual([
      ...['completed', 'completed', 'running', 'running', 'rolled_back'],
    ]);
    expect(caseAsOf(whole, at(9), false)).toMatchObject({ outcome: 'Approved', protectedUntil: null });
    const part = [...approved, entry(8, 'case.rollback_incomplete')];
    expect(caseAsOf(part, at(9), false)).toMatchObject({
      ...{ status: 'rollback_incomplete', protectedUntil: '2027-02-18T10:00:00.000Z' },
    });
  });

  test('a parked one is under way and off', () => {
    const parked = [received, entry(2, 'case.parked', { segment: 'Gold/EMEA/standard' })];
    expect(caseAsOf(parked, at(3), false)).toMatchObject({ status: 'running', mode: 'off' });
  });
});
