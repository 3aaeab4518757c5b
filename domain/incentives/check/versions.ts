import type { IncentiveProgram } from '../program.ts';
import { fault, type ProgramFault } from './fault.ts';

/** What may not differ between the versions of one program: what is counted over all of them would not add up. */
const LASTING = ['type', 'currency', 'zone', 'period', 'payee'] as const;

/** What is wrong with a version beside the other versions of its program. */
export function versionFaults(
  version: IncentiveProgram,
  others: readonly IncentiveProgram[],
): ProgramFault[] {
  return others.flatMap((other) => [
    ...(other.effectiveFrom === version.effectiveFrom
      ? [
          fault(
            ['effectiveFrom'],
            `another file has a version of ${version.program} that begins on this day, too`,
          ),
        ]
      : []),
    ...LASTING.filter((field) => other[field] !== version[field]).map((field) =>
      fault(
        [field],
        `it is ${version[field]}, and ${other[field]} in the version from ${other.effectiveFrom}: make it a program of its own`,
      ),
    ),
  ]);
}
