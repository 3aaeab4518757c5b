import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { lookupTable } from '../domain/lookup-table.ts';
import { CliFailure, EXIT, usage } from './failure.ts';

const WHY = lookupTable<string>({
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EISDIR: 'it is a folder',
  EACCES: 'its permissions forbid it',
  EPERM: 'its permissions forbid it',
  EROFS: 'its disk can only be read',
  ENOSPC: 'its disk is full',
  EDQUOT: 'its disk is full',
  ENAMETOOLONG: 'its name is too long',
});

/** Why the system refused to write a file, in words; null when the error is of another kind. */
export function outputProblem(error: unknown): string | null {
  const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  return code !== undefined && syscall !== undefined ? (WHY[code] ?? code) : null;
}

/** An error of writing the file that `--option` names, as wrong usage; any other error as it is. */
export function outputFailure(error: unknown, path: string, option: string): CliFailure | unknown {
  const why = outputProblem(error);
  return why === null
    ? error
    : usage(`${path} cannot be written: ${why}.`, 'Name a file that you may write.', option);
}

/** @throws CliFailure refused when one of these files is in the folder already; `fix` says what to do about it */
export function refuseExisting(folder: string, files: readonly string[], fix: string, option: string): void {
  const there = files.find((file) => existsSync(join(folder, file)));
  if (there !== undefined)
    throw new CliFailure({
      exit: EXIT.refused,
      code: 'exists',
      title: `${join(folder, there)} is there already; nothing was written.`,
      fix,
      field: option,
    });
}
