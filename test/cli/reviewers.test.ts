import { expect, test } from '@jest/globals';
import { checkReviewers } from '../../cli/doctor/reviewers.ts';
import type { Role } from '../../domain/gate/authority.ts';
import { reviewerFaults } from '../../domain/incentives/check/reviewers.ts';
import { aProgram } from '../domain/incentives/made.ts';

const staff = (role: Role, active = true) => [{ role, active }];

test('a program whose reviewers nobody is has a fault', () => {
  const program = aProgram({ reviewers: ['finance', 'partner_ops'] });
  expect(reviewerFaults(program, staff('partner_ops'))).toEqual([]);
  for (const people of [[], staff('controller'), staff('finance', false)])
    expect(reviewerFaults(program, people)).toEqual([
      {
        path: ['reviewers'],
        message: expect.stringContaining('no active person is finance or partner ops'),
      },
    ]);
});

test('doctor names it as long as claims may still come', () => {
  const program = aProgram({
    ...{ program: 'rebate', effectiveFrom: '2026-01-01', zone: 'Europe/Berlin', reviewers: ['finance'] },
    ...{ window: { from: '2026-01-01', to: '2026-12-31' }, submit: { withinDays: 30, extensionDays: 10 } },
  });
  const found = (at: string, role: Role) => checkReviewers([program], staff(role), at);
  expect(found('2026-11-28T12:00:00.000Z', 'finance').state).toBe('ok');
  expect(found('2027-02-09T12:00:00.000Z', 'controller')).toMatchObject({
    ...{ name: 'reviewers', state: 'failed' },
    found: 'no active person may decide claims of: rebate from 2026-01-01 (finance)',
  });
  expect(found('2027-02-10T00:00:00.000Z', 'controller').state).toBe('ok');
});
