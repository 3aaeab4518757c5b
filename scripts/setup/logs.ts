import { appendFile, existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';

const LOG_LIMIT_BYTES = 20_000_000;
/** Lines of its log that are shown when a process does not start. */
const LAST_LINES = 12;

/**
 * Appends to a file that only its owner reads. What cannot be written is left out, and `failed` is told: a log must never end the
 * process that keeps it. The file is opened anew for each write, so that it goes on when a full disk has room again.
 */
export function openLog(path: string, failed: (error: Error) => void): Writable {
  mkdirSync(dirname(path), { recursive: true });
  const append = (bytes: Buffer, done: () => void) =>
    appendFile(path, bytes, { mode: 0o600 }, (error) => {
      if (error) failed(error);
      done();
    });
  return new Writable({
    decodeStrings: true,
    write: (chunk: Buffer, _encoding, done) => append(chunk, done),
    writev: (chunks, done) => append(Buffer.concat(chunks.map(({ chunk }) => chunk as Buffer)), done),
  });
}

/** What a process said before it ended, which is nearly always the reason. Empty when its log could not be written. */
export function lastLines(path: string): string {
  if (!existsSync(path)) return '';
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
