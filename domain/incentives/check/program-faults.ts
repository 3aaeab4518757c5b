import type { Catalogue, IncentiveProgram } from '../program.ts';
import { amountFaults } from './amounts.ts';
import { conditionFaults } from './conditions.ts';
import type { ProgramFault } from './fault.ts';
import { nameFaults } from './names.ts';
import { payingFaults } from './paying.ts';
import { ruleFaults } from './rules.ts';
import { tierFaults } from './tiers.ts';
import { windowFaults } from './windows.ts';

/** Everything that is wrong with one version of a program by itself; empty: it may be put in force. */
export function programFaults(program: IncentiveProgram, catalogue: Catalogue): ProgramFault[] {
  return [
    ...windowFaults(program),
    ...nameFaults(program, catalogue),
    ...conditionFaults(program),
    ...ruleFaults(program),
    ...tierFaults(program),
    ...amountFaults(program),
    ...payingFaults(program),
  ];
}
