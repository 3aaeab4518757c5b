import { describe, expect, test } from '@jest/globals';
import type { AuditEntry } from '../../domain/audit.ts';
import { type AutomaticGrant, groundOf, type RolloutStep, wasPromoted } from '../../domain/granted.ts';

const at = (second: number) => `2026-07-01T00:00:${String(second).padStart(2, '0')}.000Z`;
const closed = (authority: string): { case: string; seq: number; entry: AuditEntry } => ({
  case: 'deal:files:1',
  seq: 9,
  entry: { at: at(30), actor: 'system', action: 'case.closed', outcome: 'Approved', authority },
});
const computed = (change: Record<string, string> = {}): AuditEntry => ({
  at: at(10),
  actor: 'system',
  action: 'decision.computed',
  outcome: 'automatic',
  mode: 'automated',
  segment: 'Gold/EMEA/standard',
  ...change,
});
const accepted = (actor: string, decision: string): AuditEntry => ({
  at: at(20),
  actor,
  action: 'decision.accepted',
  decision,
});

describe('what a case granted stands on', () => {
  test.each(['approve', 'override'])('the person who decided %s', (decision) => {
    expect(groundOf(closed('p-ana'), [computed({ outcome: 'review' }), accepted('p-ana', decision)])).toBe(
      'person',
    );
  });

  test.each([
    ['another person', [accepted('p-ana', 'approve')]],
    ['somebody who rejected it', [accepted('p-olga', 'reject')]],
    ['nothing that was computed', []],
    ['a decision for a person', [computed({ outcome: 'review' })]],
    ['a segment that assists', [computed({ mode: 'assisted' })]],
    ['an automatic decision before another one', [computed(), computed({ outcome: 'review' })]],
  ])('is not %s', (_what, earlier) => {
    expect(groundOf(closed('p-olga'), earlier)).toMatch(/^no person has said yes/);
  });

  test('a rejection stands on whoever rejected it, and on nothing else', () => {
    const { entry, ...row } = closed('p-olga');
    const rejection = { ...row, entry: { ...entry, outcome: 'Rejected' } };
    expect(groundOf(rejection, [computed({ outcome: 'review' }), accepted('p-olga', 'reject')])).toBe(
      'person',
    );
    for (const earlier of [[], [computed()], [accepted('p-ana', 'reject')], [accepted('p-olga', 'approve')]])
      expect(groundOf(rejection, earlier)).toMatch(/^no person has said no/);
    // The rules of a claim reject by themselves where the segment may.
    expect(groundOf(rejection, [computed({ outcome: 'rejected' })])).toMatchObject({ authority: 'p-olga' });
    const assisted = computed({ outcome: 'rejected', mode: 'assisted' });
    expect(groundOf(rejection, [assisted])).toMatch(/^no person has said no/);
    expect(groundOf(closed('p-olga'), [computed({ outcome: 'rejected' })])).toMatch(
      /^no person has said yes/,
    );
  });

  const grant = groundOf(closed('signed'), [computed()]) as AutomaticGrant;
  const step = (change: Partial<RolloutStep>): RolloutStep => ({
    lifecycle: 'deal',
    segment: 'Gold/EMEA/*',
    to: 'automated',
    at: at(5),
    signed: { nonce: '1', token: 'signed' },
    ...change,
  });

  test.each([
    ['a promotion before it', [step({})]],
    ['one that came while it was looked at', [step({ at: at(11) })]],
    ['one that ended later', [step({}), step({ to: 'assisted', signed: null, at: at(12) })]],
    ['a wide one', [step({ segment: '*/*/*' })]],
    ['one that somebody said again, unsigned', [step({}), step({ signed: null, at: at(6) })]],
  ])('is %s', (_what, steps) => {
    expect(grant).toMatchObject({ lifecycle: 'deal', segment: 'Gold/EMEA/standard' });
    expect(wasPromoted(grant, steps)).toBe(true);
  });

  test.each([
    ['no promotion at all', []],
    ['one of another segment', [step({ segment: 'Gold/AMER/*' })]],
    ['one of another lifecycle', [step({ lifecycle: 'claim' })]],
    ['another token', [step({ signed: { nonce: '1', token: 'other' } })]],
    ['no token', [step({ signed: null })]],
    ['one that came after its end', [step({ at: at(31) })]],
    ['one that had ended', [step({}), step({ to: 'assisted', signed: null, at: at(9) })]],
    [
      'one below a closer one that assists',
      [step({}), step({ segment: 'Gold/EMEA/standard', to: 'assisted' })],
    ],
    ['one beside a wide one that is off', [step({}), step({ segment: '*/*/*', to: 'off' })]],
  ])('is not %s', (_what, steps) => {
    expect(wasPromoted(grant, steps)).toBe(false);
  });
});
