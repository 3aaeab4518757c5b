import type { Person } from '../../gate/authority.ts';
import type { IncentiveProgram } from '../program.ts';
import { fault, type ProgramFault } from './fault.ts';

/** What is wrong with the reviewers that a program names: without an active person in one of the roles its claims would wait for ever. */
export function reviewerFaults(
  { reviewers }: Pick<IncentiveProgram, 'reviewers'>,
  people: readonly Pick<Person, 'role' | 'active'>[],
): ProgramFault[] {
  if (people.some(({ role, active }) => active && reviewers.some((one) => one === role))) return [];
  const named = reviewers.join(' or ').replaceAll('_', ' ');
  return [
    fault(
      ['reviewers'],
      `no active person is ${named}, so nobody could decide its claims: name a role that somebody has, or add a person to people.yaml`,
    ),
  ];
}
