import { describe, expect, test } from '@jest/globals';
import { type DutyRow, dutyViolations, ownAuthorityChanges } from '../../domain/duties.ts';
import type { Person } from '../../domain/gate/authority.ts';
import { type AuthorityState, NOTHING_SIGNED } from '../../domain/gate/authority-log.ts';

const nora: Person = {
  ...{ id: 'p-nora', role: 'partner', region: null, zone: 'UTC', manager: null, limitUsd: null },
  ...{ partnerId: '7001', partners: [], active: true },
};
const state: AuthorityState = { ...NOTHING_SIGNED, people: { 'p-nora': nora } };
const row = (more: Partial<DutyRow> = {}): DutyRow => ({
  ...{ case: 'deal:portal:1', seq: 3, at: '2026-07-01T00:00:00.000Z', actor: 'p-ana', decision: 'approve' },
  ...{
    round: 1,
    authorityVersion: 1,
    delegatedFrom: null,
    submittedBy: [],
    configuredBy: [],
    partnerId: '7001',
  },
  ...more,
});
const found = (...rows: DutyRow[]) =>
  dutyViolations(rows, () => state).map(({ rule, message }) => [rule, message]);

describe('segregation of duties', () => {
  test('is kept by decisions of different people and by questions of one case after another', () => {
    expect(found(row(), row({ actor: 'p-olga', seq: 4 }), row({ round: 2, seq: 5 }))).toEqual([]);
  });

  test.each<[string, DutyRow[], [string, string][]]>([
    [
      'who submitted it',
      [row({ submittedBy: ['p-ana'] })],
      [['decided_own_submission', 'p-ana decided it and submitted it']],
    ],
    [
      'whoever it was decided for had submitted it',
      [row({ delegatedFrom: 'p-ben', submittedBy: ['p-ben'] })],
      [['decided_own_submission', 'p-ben decided it and submitted it']],
    ],
    [
      'who configured it',
      [row({ configuredBy: ['p-ana'] })],
      [['decided_own_configuration', 'p-ana decided it and configured it']],
    ],
    [
      'a partner',
      [row({ actor: 'p-nora' })],
      [['decided_for_own_partner', 'p-nora decided it and belongs to its partner']],
    ],
    ['one person twice', [row(), row({ seq: 4 })], [['approved_twice', 'p-ana stands twice for round 1']]],
    [
      'a person and their own delegate',
      [row(), row({ actor: 'p-joe', delegatedFrom: 'p-ana', seq: 4 })],
      [['approved_twice', 'p-ana stands twice for round 1']],
    ],
  ])('is broken by %s', (_, rows, expected) => {
    expect(found(...rows)).toEqual(expected);
  });

  test('is not asked of what settles nothing', () => {
    expect(found(row({ decision: 'reassign', submittedBy: ['p-ana'] }))).toEqual([]);
  });

  test('finds an Admin who signed what concerns themself, in the period', () => {
    const change = (version: number, body: object) => ({
      version,
      body: JSON.stringify(body),
      kid: 'k',
      signature: 's',
    });
    const at = '2026-07-02T00:00:00.000Z';
    const changes = [
      change(1, { change: 'people', people: [{ id: 'p-sam' }], by: 'p-sam', at }),
      change(2, { change: 'people', people: [{ id: 'p-ana' }], by: 'p-sam', at }),
      change(3, { change: 'key', person: 'p-sam', by: 'p-sam', at: '2026-01-01T00:00:00.000Z' }),
      change(4, { change: 'key', person: 'p-sam', by: 'installation', at }),
    ];
    const period = { from: '2026-07-01T00:00:00.000Z', to: '2026-10-01T00:00:00.000Z' };
    expect(ownAuthorityChanges(changes, period).map(({ message }) => message)).toEqual([
      'p-sam signed version 1, which concerns themself',
    ]);
  });
});
