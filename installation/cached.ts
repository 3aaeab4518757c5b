import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

/**
 * The answer of `work`, kept as JSON in a folder of the cache for the next process. Work whose answer JSON cannot hold, or a cache
 * that cannot be written to, is done anew each time.
 * @param folder named for everything that the answer depends on besides `key` @param key a file's name
 */
export function cached<Answer>(folder: string, key: string, work: () => Answer): Answer {
  const file = join(folder, `${key}.json`);
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Answer;
  } catch {
    const answer = work();
    keep(folder, file, answer);
    return answer;
  }
}

function keep(folder: string, file: string, answer: unknown): void {
  try {
    const text = JSON.stringify(answer);
    if (!isDeepStrictEqual(JSON.parse(text), answer)) return;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Renamed at the end: another process never reads half of it.
    writeFileSync(`${file}.${process.pid}`, text);
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // Without a home that can be written to, each process works it out anew.
  }
}
