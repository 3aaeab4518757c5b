import { existsSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

const LOG_LIMIT_BYTES = 20_000_000;
/** Lines of its log that are shown when a process does not start. */
const LAST_LINES = 12;

/** What a process said before it ended, which is nearly always the reason. */
export function lastLines(path: string): string {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  const own = lines.slice(
    lines.findLastIndex((line) => line.startsWith('--- ') && line.endsWith(' starts')) + 1,
  );
  return own
    .filter((line) => line !== '' && !line.startsWith('--- '))
    .slice(-LAST_LINES)
    .map((line) => `  ${line}`)
    .join('\n');
}

/** A process' log in `folder`; a large one is put aside first. */
export function logFile(folder: string, name: string): string {
  const path = join(folder, `${name}.log`);
  if (existsSync(path) && statSync(path).size > LOG_LIMIT_BYTES) renameSync(path, `${path}.1`);
  return path;
}
