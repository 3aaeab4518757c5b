import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogueSchema } from '../../contracts/incentives/program.ts';
import { versionFaults } from '../../domain/incentives/check/versions.ts';
import type { Catalogue, IncentiveProgram } from '../../domain/incentives/program.ts';
import { policyFile } from '../policy-file.ts';
import { type FileFault, faultText, inFile, type ReadProgram, readProgram } from './program-file.ts';

const FOLDER = 'incentives';

/** policy/catalogue.yaml. @throws Error naming the file, the place in it and the reason */
export const catalogue = (folder: string): Catalogue => policyFile(folder, 'catalogue.yaml', catalogueSchema);

/** The program files of a policy folder, by name; a folder from an earlier version has none. */
export function programFiles(folder: string): string[] {
  const programs = join(folder, FOLDER);
  if (!existsSync(programs)) return [];
  return readdirSync(programs)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => join(programs, name));
}

/** Every version of every program of a policy folder. @throws Error with all that is wrong, a line each */
export function incentivePrograms(folder: string): IncentiveProgram[] {
  const files = programFiles(folder);
  if (files.length === 0) return [];
  const names = catalogue(folder);
  const read = files.map((file) => readProgram(file, readFileSync(file, 'utf8'), names));
  const faults = read.flatMap((one) => one.faults ?? besideFaults(one, read));
  if (faults.length > 0) throw new Error(faults.map(faultText).join('\n'));
  return read.flatMap(({ program }) => program ?? []);
}

/** What is wrong with one version beside the others: versions of one program that contradict each other. */
export function besideFaults(one: ReadProgram, all: readonly ReadProgram[]): FileFault[] {
  const { file, text, program } = one;
  if (!program) return [];
  const others = all.flatMap((other) =>
    other.file !== file && other.program?.program === program.program ? [other.program] : [],
  );
  const faults = versionFaults(program, others);
  return faults.length === 0 ? [] : inFile(file, text, faults);
}
