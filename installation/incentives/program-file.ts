import { parse, YAMLParseError } from 'yaml';
import type { z } from 'zod';
import { incentiveProgramSchema } from '../../contracts/incentives/program.ts';
import { programFaults } from '../../domain/incentives/check/program-faults.ts';
import type { Catalogue, IncentiveProgram } from '../../domain/incentives/program.ts';
import { fileLines } from './file-lines.ts';

/** What is wrong in a program file. */
export interface FileFault {
  file: string;
  /** From 1 on. */
  line: number;
  /** Where in it: `rules.1.tiered.steps.0.from`; `file` where it is the whole. */
  place: string;
  message: string;
}

/** One version of a program, or why the file is none. */
export type ReadProgram = { file: string; text: string } & (
  | { program: IncentiveProgram; faults?: never }
  | { program?: never; faults: FileFault[] }
);

/** Reads and checks one file by itself. @param text what is in it */
export function readProgram(file: string, text: string, catalogue: Catalogue): ReadProgram {
  const read = parsed(text);
  if ('line' in read) return { file, text, faults: [{ file, place: 'file', ...read }] };
  const result = incentiveProgramSchema.safeParse(read.value);
  const wrong = result.success ? programFaults(result.data, catalogue) : result.error.issues.flatMap(placed);
  if (result.success && wrong.length === 0) return { file, text, program: result.data };
  return { file, text, faults: inFile(file, text, wrong) };
}

/** Faults with the line on which each stands. */
export function inFile(
  file: string,
  text: string,
  faults: readonly { path: readonly PropertyKey[]; message: string }[],
): FileFault[] {
  const lineOf = fileLines(text);
  return faults.map(({ path, message }) => ({
    file,
    line: lineOf(path),
    place: path.length === 0 ? 'file' : path.map(String).join('.'),
    message,
  }));
}

/** `policy/incentives/a.yaml:12: rules.1: a line can fall under two rules` */
export const faultText = ({ file, line, place, message }: FileFault): string =>
  `${file}:${line}: ${place}: ${message}`;

/** A field that programs do not have is shown where it stands, not where it is missing. */
function placed(issue: z.core.$ZodIssue): { path: PropertyKey[]; message: string }[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, message: issue.message }];
  return issue.keys.map((key) => ({ path: [...issue.path, key], message: 'there is no such field' }));
}

function parsed(text: string): { value: unknown } | { line: number; message: string } {
  try {
    return { value: parse(text) };
  } catch (error) {
    // What refers to itself too often is refused by another error, without a place.
    const line = error instanceof YAMLParseError ? error.linePos?.[0].line : undefined;
    const [message = ''] = String((error as Error).message).split(/ at line |\n/, 1);
    return { line: line ?? 1, message: `is no YAML: ${message}` };
  }
}
