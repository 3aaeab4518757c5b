import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** A fault of one line that the tests must notice (test/faults/faults.json). */
export interface Fault {
  /** From the root. */
  file: string;
  /** The line as it is and as it would be wrong, both without their indentation. */
  old: string;
  new: string;
  /** Test files, at least one test of which must fail. */
  tests: string[];
  /** Only tests with this in their name are run. */
  only?: string;
  /** By commit: how its last run ended. */
  results?: Record<string, Ending>;
}

export type Ending = 'caught' | 'survived';

/**
 * Plants the fault into a file.
 * @returns takes it out again
 * @throws Error when the line is not there exactly once: then the list has to follow the code
 */
export function plant(path: string, fault: Fault): () => void {
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, planted(text, fault));
  return () => writeFileSync(path, text);
}

/** Whether the file has the line, so that the fault can be planted there. */
export function holds(path: string, { old }: Fault): boolean {
  return (
    existsSync(path) &&
    readFileSync(path, 'utf8')
      .split('\n')
      .some((line) => line.trim() === old)
  );
}

/** The text with the fault in it. @throws Error as plant() */
export function planted(text: string, { file, old, new: wrong }: Fault): string {
  const lines = text.split('\n');
  const found = lines.flatMap((line, index) => (line.trim() === old ? [index] : []));
  const [at] = found;
  if (at === undefined || found.length > 1)
    throw new Error(
      `${file} has the line "${old}" ${found.length} times, not once: adjust test/faults/faults.json to it`,
    );
  const line = lines[at] ?? '';
  lines[at] = `${line.slice(0, line.length - line.trimStart().length)}${wrong}`;
  return lines.join('\n');
}
