import { expect, test } from '@jest/globals';

import type { claimIntake } from '../../../adapters/intake/claim/index.ts';
import { parseClaimsJson } from '../../../adapters/intake/claim/json.ts';
import { afterEnd } from '../../../adapters/intake/claim/reopening.ts';
import { INTAKES } from '../../../adapters/intake/lifecycles.ts';
import { UNSTATED } from '../../../domain/reading/source-format.ts';

const intake = INTAKES.claim as typeof claimIntake;

const NOW = new Date('2026-11-28T12:00:00Z');
const after = (status: Parameters<typeof afterEnd>[0]['status'], outcome: string | null = null) =>
  afterEnd({ status, outcome, endedAt: '2026-11-20T12:00:00Z' }, NOW);

test('a claim whose case failed may have been booked: its next case is for a person', () => {
  expect(after('failed')).toMatchObject({ verdict: 'next', problems: [{ code: 'failed_before' }] });
});

test('an amendment of that case does not make the earlier one forgotten', () => {
  const said = after('failed');
  if (said.verdict !== 'next') throw new Error('it begins anew');
  const [version] = parseClaimsJson(Buffer.from('{"claim_id":"C-1"}'), NOW, UNSTATED);
  if (!version || !('parsed' in version)) throw new Error('it is a claim');
  const { stated } = version.parsed;
  const before = intake.withProblems({ ...stated, firstAt: '2026-11-01T00:00:00.000Z' }, said.problems);
  const merged = intake.merge(stated, JSON.parse(JSON.stringify(before)), 'kept', NOW);
  expect(merged.firstAt).toBe('2026-11-01T00:00:00.000Z');
  expect(merged.problems.map(({ code }) => code)).toEqual(['failed_before']);
});

test('a claim that was taken back whole begins anew, one that stands or half stands does not', () => {
  expect(after('rolled_back')).toEqual({ verdict: 'next', problems: [], place: 'own' });
  expect(after('rollback_incomplete')).toEqual({ verdict: 'closed' });
  for (const outcome of ['Approved', 'Partially Approved'])
    expect(after('completed', outcome)).toEqual({ verdict: 'closed' });
  expect(after('completed', 'Rejected')).toEqual({ verdict: 'next', problems: [], place: 'own' });
  expect(after('completed', 'Incomplete')).toEqual({ verdict: 'next', problems: [], place: 'kept' });
});
