import { dayAfter } from '../../domain/day-after.ts';
import type { Person } from '../../domain/gate/authority.ts';
import { reviewerFaults } from '../../domain/incentives/check/reviewers.ts';
import { dayIn } from '../../domain/incentives/period.ts';
import type { IncentiveProgram } from '../../domain/incentives/program.ts';
import { type Check, failed, ok } from './check.ts';

/** Whether there is somebody to decide the claims that may still come. @param at UTC instant */
export function checkReviewers(
  programs: readonly IncentiveProgram[],
  people: readonly Pick<Person, 'role' | 'active'>[],
  at: string,
): Check {
  const without = programs.filter(
    (program) =>
      dayIn(program.zone, at) <= lastDayToSubmit(program) && reviewerFaults(program, people).length > 0,
  );
  if (without.length === 0) return ok('reviewers', 'every program has somebody who decides its claims');
  const named = without.map(
    ({ program, effectiveFrom, reviewers }) =>
      `${program} from ${effectiveFrom} (${reviewers.join(', ').replaceAll('_', ' ')})`,
  );
  return failed(
    'reviewers',
    `no active person may decide claims of: ${named.join('; ')}`,
    'Give somebody the role in people.yaml (then: quarterdeck people apply), or name a role that somebody has under reviewers in policy/incentives.',
  );
}

const lastDayToSubmit = ({ window, submit }: Pick<IncentiveProgram, 'window' | 'submit'>): string =>
  dayAfter(window.to, submit.withinDays + submit.extensionDays);
