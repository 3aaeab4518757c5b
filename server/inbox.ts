import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bodyHash } from '../adapters/intake/dead-letter.ts';
import type { IntakeForm } from '../adapters/intake/parse.ts';
import { type Intake, type Received, receive } from '../adapters/intake/receive.ts';

/** Larger files are refused before they are read. */
export const MOST_FILE = 10 * 1024 * 1024;

const FORMS: Readonly<Record<string, { form: IntakeForm; source: string }>> = {
  json: { form: 'application/json', source: 'files' },
  csv: { form: 'text/csv', source: 'files' },
  eml: { form: 'message/rfc822', source: 'email' },
};

/** What became of one file. Its name stays out of logs: partners put customers' names into it. */
export interface FileOutcome {
  file: string;
  outcome: 'done' | 'failed';
  /** `too_large`, or the refusal codes of its parts. */
  codes: string[];
}

export interface Inbox {
  /** One look into the folder: takes every file whose size has not changed since the last look. */
  look(): Promise<FileOutcome[]>;
}

/**
 * A watched folder: `*.json`, `*.csv` and `*.eml` become submissions and move to `done/`; a file of which any part is refused
 * moves to `failed/`, its refused parts are dead letters. Moving comes last, so a crash takes a file in twice, which is the same
 * versions and the same letters. Files under `sample/` belong to the sample channel.
 */
export function watchedInbox(intake: Intake, folder: string): Inbox {
  const sizes = new Map<string, number>();

  async function lookInto(under: string, sample: boolean): Promise<FileOutcome[]> {
    const outcomes: FileOutcome[] = [];
    for (const file of await names(under)) {
      const path = join(under, file);
      const kind = FORMS[file.slice(file.lastIndexOf('.') + 1).toLowerCase()];
      if (!kind || file.startsWith('.')) continue;
      const taken = await takeFile(path);
      if (taken === null) continue;
      const received =
        taken === 'too_large'
          ? taken
          : await receive(intake, { ...kind, body: taken, sample, eventId: 'content' });
      const outcome = outcomeOf(file, received);
      await moveInto(under, outcome, taken === 'too_large' ? `${Date.now()}` : bodyHash(taken).slice(0, 12));
      sizes.delete(path);
      outcomes.push(outcome);
    }
    return outcomes;
  }

  /** The bytes of a file that has come to rest; null when it is still being written, is gone or is no plain file. */
  async function takeFile(path: string): Promise<Buffer | 'too_large' | null> {
    let handle: FileHandle;
    try {
      // A link could point at any file of this machine; a pipe would never end.
      handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    } catch {
      return null;
    }
    try {
      const { size, mtimeMs } = await handle.stat();
      if (!(await handle.stat()).isFile()) return null;
      const before = sizes.get(path);
      sizes.set(path, size + mtimeMs);
      if (before !== size + mtimeMs) return null;
      if (size > MOST_FILE) return 'too_large';
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  }

  return {
    async look() {
      return [...(await lookInto(folder, false)), ...(await lookInto(join(folder, 'sample'), true))];
    },
  };
}

/** Looks every second until the signal ends it. A look that fails (database away) is told and tried again. */
export async function watch(
  inbox: Inbox,
  report: { outcome(one: FileOutcome): void; error(error: unknown): void },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      for (const one of await inbox.look()) report.outcome(one);
    } catch (error) {
      report.error(error);
    }
    await sleep(1_000, undefined, { signal }).catch(() => {});
  }
}

function outcomeOf(file: string, received: readonly Received[] | 'too_large'): FileOutcome {
  if (received === 'too_large') return { file, outcome: 'failed', codes: ['too_large'] };
  const codes = received.flatMap((each) => (each.kind === 'refused' ? [each.problem.code] : []));
  return { file, outcome: codes.length > 0 ? 'failed' : 'done', codes };
}

/** The hash in the new name keeps two files of one name apart. */
async function moveInto(under: string, { file, outcome }: FileOutcome, hash: string): Promise<void> {
  await mkdir(join(under, outcome), { recursive: true });
  await rename(join(under, file), join(under, outcome, `${hash}-${file}`));
}

async function names(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder, { withFileTypes: true }))
      .filter((one) => one.isFile())
      .map((one) => one.name)
      .sort();
  } catch {
    return [];
  }
}
