import { readFileSync, realpathSync } from 'node:fs';
import { Command } from 'commander';
import { contentHash } from '../../adapters/store/hash.ts';
import { reviewerFaults } from '../../domain/incentives/check/reviewers.ts';
import type { IncentiveProgram } from '../../domain/incentives/program.ts';
import { programStatus } from '../../domain/incentives/versions.ts';
import { faultText, inFile, readProgram } from '../../installation/incentives/program-file.ts';
import { besideFaults, catalogue, programFiles } from '../../installation/incentives/programs.ts';
import { policyPeople } from '../../installation/policy.ts';
import { applicationNow } from '../clock.ts';
import { CliFailure, EXIT } from '../failure.ts';
import { readInput } from '../input.ts';
import { wrap } from '../layout.ts';
import { readPolicy } from '../policy.ts';
import { inSession, type Session } from '../session.ts';

export function programsCheck(): Command {
  return new Command('check')
    .description('check a program file before it is put in force; exit 2 when it is wrong')
    .argument('<file>', 'YAML as in policy/incentives; - reads standard input')
    .addHelpText(
      'after',
      '\nExample:\n  $ quarterdeck programs check policy/incentives/volume-rebate-2026.yaml',
    )
    .action(inSession(check));
}

async function check({ terminal }: Session, file: string): Promise<void> {
  const names = readPolicy(catalogue);
  const text = (await readInput(file)).toString('utf8');
  const read = readProgram(file, text, names);
  const itself = file === '-' ? null : realpathSync(file);
  const others = readPolicy(programFiles)
    .filter((other) => realpathSync(other) !== itself)
    .map((other) => readProgram(other, readFileSync(other, 'utf8'), names));
  const people = readPolicy(policyPeople);
  const faults = read.program
    ? [...besideFaults(read, others), ...inFile(file, text, reviewerFaults(read.program, people))]
    : read.faults;
  if (!read.program || faults.length > 0) {
    terminal.data({ file, faults });
    const more = faults.length > MOST_TOLD ? [`and ${faults.length - MOST_TOLD} more; --json has all`] : [];
    throw new CliFailure({
      exit: EXIT.usage,
      code: 'wrong_program',
      title: [...faults.slice(0, MOST_TOLD).map(faultText), ...more].join('\n'),
      fix: 'Correct the file; docs/incentives.md says what each field means.',
    });
  }
  const { program } = read;
  const version = contentHash(program);
  const status = programStatus(program, applicationNow().toISOString());
  terminal.data({ file, faults: [], program: program.program, version, status });
  terminal.say(wrap(`${file} is right: ${summary(program, version, status)}`, terminal.width));
}

/** So many faults are read with a file at hand. */
const MOST_TOLD = 20;

const summary = ({ program, effectiveFrom }: IncentiveProgram, version: string, status: string) =>
  `${program}, version ${version.slice(0, 12)} from ${effectiveFrom}, ${status}.`;
