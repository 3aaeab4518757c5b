import { conditionFault } from '../condition.ts';
import type { IncentiveProgram } from '../program.ts';
import { fault, type ProgramFault } from './fault.ts';

/** Conditions that are no CEL, name what nobody knows, or say the same of every sale. */
export function conditionFaults({ eligibility }: IncentiveProgram): ProgramFault[] {
  return [...eligibility.conditions.entries()].flatMap(([at, { when }]) => {
    const wrong = conditionFault(when);
    return wrong === null ? [] : [fault(['eligibility', 'conditions', at, 'when'], `the condition ${wrong}`)];
  });
}
