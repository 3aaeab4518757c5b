import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bodyHash, keepLetter } from '../adapters/intake/dead-letter.ts';
import { type FileForm, formOfFile } from '../adapters/intake/file-forms.ts';
import { type Intake, receive } from '../adapters/intake/receive.ts';
import type { Fault } from '../contracts/problem.ts';
import { LIFECYCLES, type Lifecycle } from '../domain/lifecycles.ts';

/** Larger files are refused before they are read. */
export const MOST_FILE = 10 * 1024 * 1024;

/** What became of one file. Its name stays out of logs: partners put customers' names into it. */
export interface FileOutcome {
  lifecycle: Lifecycle;
  file: string;
  outcome: 'done' | 'failed';
  /** `too_large`, or the refusal codes of its parts. */
  codes: string[];
}

export interface Inbox {
  /** One look into the folder: takes every file that has not changed since the last look. */
  look(): Promise<FileOutcome[]>;
}

/** A folder of the inbox, and what the files in it are. */
interface Place {
  under: string;
  lifecycle: Lifecycle;
  /** They belong to the sample channel. */
  sample: boolean;
}

/** Each lifecycle has a folder of its name. What lies in the inbox itself is a deal registration, as before there were other lifecycles. */
function placesOf(folder: string): Place[] {
  const own = LIFECYCLES.map((lifecycle) => ({ under: join(folder, lifecycle), lifecycle }));
  return [{ under: folder, lifecycle: 'deal' as const }, ...own].flatMap((place) => [
    { ...place, sample: false },
    { ...place, under: join(place.under, 'sample'), sample: true },
  ]);
}

/**
 * A watched folder with one for each lifecycle in it (placesOf): `*.json`, `*.csv`, `*.eml`, `*.txt` and `*.pdf` move to `done/` once they are submitted, or kept for a worker to read; a file
 * of which a part is refused at once moves to `failed/`. Refused parts are dead letters. Moving comes last, so a crash takes a file in twice, which is the same
 * versions and the same letters. Files under `sample/` of each belong to the sample channel.
 * @param onError a file that could not be taken in just now (database away); it stays and is tried again.
 */
export function watchedInbox(intake: Intake, folder: string, onError: (error: unknown) => void): Inbox {
  const seen = new Map<string, string>();

  async function lookInto({ under, ...of }: Place): Promise<FileOutcome[]> {
    const outcomes: FileOutcome[] = [];
    for (const file of await names(under)) {
      const form = formOfFile(file);
      if (!form || file.startsWith('.')) continue;
      try {
        const body = await takeFile(join(under, file));
        if (body === null) continue;
        const outcome = await takeIn(file, body, { ...form, ...of });
        await moveInto(under, outcome, body === 'too_large' ? randomUUID() : bodyHash(body).slice(0, 12));
        seen.delete(join(under, file));
        outcomes.push(outcome);
      } catch (error) {
        onError(error);
      }
    }
    return outcomes;
  }

  async function takeIn(
    file: string,
    body: Buffer | 'too_large',
    from: FileForm & Omit<Place, 'under'>,
  ): Promise<FileOutcome> {
    const { lifecycle } = from;
    if (body === 'too_large') {
      await keepLetter(intake, { ...from, body: Buffer.from(file), fault: tooLarge });
      return { lifecycle, file, outcome: 'failed', codes: [tooLarge.code] };
    }
    const received = await receive(intake, { ...from, body, eventId: 'content' });
    // What a worker reads first is kept: from here on nothing of it is lost, and the file has done its part.
    const codes = received.flatMap((each) => (each.kind === 'refused' ? [each.problem.code] : []));
    return { lifecycle, file, outcome: codes.length > 0 ? 'failed' : 'done', codes };
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
      const stat = await handle.stat();
      if (!stat.isFile()) return null;
      const { size } = stat;
      const state = `${size} ${stat.mtimeMs}`;
      const before = seen.get(path);
      seen.set(path, state);
      if (before !== state) return null;
      if (size > MOST_FILE) return 'too_large';
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  }

  return {
    async look() {
      const outcomes: FileOutcome[] = [];
      for (const place of placesOf(folder)) outcomes.push(...(await lookInto(place)));
      return outcomes;
    },
  };
}

/** Looks every second until the signal ends it. */
export async function watch(
  inbox: Inbox,
  onOutcome: (one: FileOutcome) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    for (const one of await inbox.look()) onOutcome(one);
    await sleep(1_000, undefined, { signal }).catch(() => {});
  }
}

const tooLarge: Fault = {
  code: 'too_large',
  title: 'The file is larger than 10 MB; only its name is kept here, the file is in failed/.',
  field: null,
  fix: 'Split the file and put the parts into the inbox.',
};

/** The hash in the new name keeps two files of one name apart. */
async function moveInto(under: string, { file, outcome }: FileOutcome, hash: string): Promise<void> {
  await mkdir(join(under, outcome), { recursive: true });
  await rename(join(under, file), join(under, outcome, `${hash}-${cut(file, MOST_NAME - hash.length - 1)}`));
}

/** Bytes of a file's name, as file systems have it. */
const MOST_NAME = 255;

/** A name of at most so many bytes: its end stays, which says what is in the file. */
function cut(file: string, most: number): string {
  if (Buffer.byteLength(file) <= most) return file;
  const ending = file.slice(file.lastIndexOf('.'));
  const begins = Buffer.from(file).subarray(0, most - Buffer.byteLength(ending));
  // A character that was cut in two is left out.
  return `${new TextDecoder('utf-8').decode(begins, { stream: true })}${ending}`;
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
