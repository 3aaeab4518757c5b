import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bodyHash, keepLetter } from '../adapters/intake/dead-letter.ts';
import { type FileEntry, fileEntries } from '../adapters/intake/file-entries.ts';
import { RECEIVED_MAIL } from '../adapters/intake/parse.ts';
import { type Intake, receive } from '../adapters/intake/receive.ts';
import type { Received } from '../adapters/intake/received.ts';
import { TABLE_FORMS, withStated } from '../adapters/intake/stated-file.ts';
import { sha256 } from '../adapters/store/hash.ts';
import { statement } from '../adapters/store/statement.ts';
import { bindWebhookEvent, claimWebhookEvent } from '../adapters/store/webhook-events.ts';
import { type Fault, problemOf } from '../contracts/problem.ts';
import { LIFECYCLES, type Lifecycle } from '../domain/lifecycles.ts';
import { FOLDER_SETTINGS, type FolderSettings, folderSettings } from './folder-settings.ts';
import { noteWhatWasRead, READING, RESULT, resultCsv } from './inbox-result.ts';

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
  /** A mail server alone puts files here, and each is a mail whatever it is called. */
  mails?: true;
}

type PlaceOf = Omit<Place, 'under'>;

/** Each lifecycle has a folder of its name. What lies in the folder itself is a deal registration, as before there were other lifecycles. */
function ownPlaces(folder: string): Pick<Place, 'under' | 'lifecycle'>[] {
  const own = LIFECYCLES.map((lifecycle) => ({ under: join(folder, lifecycle), lifecycle }));
  return [{ under: folder, lifecycle: 'deal' as const }, ...own];
}

function placesOf(folder: string): Place[] {
  return ownPlaces(folder).flatMap((place) => [
    { ...place, sample: false },
    { ...place, under: join(place.under, 'sample'), sample: true },
  ]);
}

/** What programs leave while they write a file, and what no person put there. */
const UNFINISHED = /^(?:\.|~\$)|\.(?:part|partial|tmp|crdownload|download|filepart|swp)$/i;

/**
 * A watched folder with one for each lifecycle in it (placesOf). Every file moves to `done/` once it is submitted, or kept for a worker to
 * read, and to `failed/` once a part of it is refused, with a list of what became of each part beside it. Refused parts are dead letters, and
 * so is a file of a kind that is not read; an archive is what its files are. Moving comes last, so a crash takes a file in twice: it is known
 * by its name on the disk, and changes nothing. Files under `sample/` of each belong to the sample channel. What a table leaves open the
 * folder's settings may state (folderSettings).
 * @param onError a file that could not be taken in just now (database away); it stays and is tried again.
 */
export function watchedInbox(intake: Intake, folder: string, onError: (error: unknown) => void): Inbox {
  return watchedPlaces(intake, placesOf(folder), onError);
}

/**
 * A watched folder into which a mail server alone puts mails, as a Maildir's `new`: what that server wrote into them is believed
 * (isSenderProved). It has a folder for each lifecycle, as the inbox has. Everything else is as there.
 */
export function watchedMails(intake: Intake, folder: string, onError: (error: unknown) => void): Inbox {
  const places = ownPlaces(folder).map((place): Place => ({ ...place, sample: false, mails: true }));
  return watchedPlaces(intake, places, onError);
}

function watchedPlaces(intake: Intake, places: readonly Place[], onError: (error: unknown) => void): Inbox {
  const seen = new Map<string, string>();
  /** Where files may lie that a worker reads, also from a run before. */
  const beingRead = new Set(places.map(({ under }) => under));

  async function lookInto({ under, ...of }: Place): Promise<FileOutcome[]> {
    const outcomes: FileOutcome[] = [];
    for (const file of await names(under)) {
      if (UNFINISHED.test(file) || (file === FOLDER_SETTINGS && !of.mails)) continue;
      try {
        const taken = await takeFile(join(under, file));
        if (taken === null) continue;
        const received = await takeIn(join(under, file), taken, of);
        const codes = received.flatMap((each) => (each.kind === 'refused' ? [each.problem.code] : []));
        const outcome = codes.length > 0 ? 'failed' : 'done';
        if (received.some(({ kind }) => kind === 'reading')) beingRead.add(under);
        await moveInto(under, outcome, file, nameOf(taken), received);
        seen.delete(join(under, file));
        outcomes.push({ lifecycle: of.lifecycle, file, outcome, codes });
      } catch (error) {
        onError(error);
      }
    }
    // Its folders keep all files there ever were, so they are not listed every second for nothing.
    if (beingRead.has(under)) await noteRead(under).catch(onError);
    return outcomes;
  }

  async function noteRead(under: string): Promise<void> {
    const left = await noteWhatWasRead(intake, under);
    if (left === 0) beingRead.delete(under);
  }

  async function takeIn(path: string, taken: TakenFile, { mails, ...of }: PlaceOf): Promise<Received[]> {
    const { body, mark } = taken;
    const file = basename(path);
    if (body === 'too_large') return [await refuse(file, Buffer.from(file), tooLarge, of)];
    const event = { source: INBOX, eventId: mark, bodyHash: bodyHash(body), receivedAt: intake.now() };
    const { case: before } = await claimWebhookEvent(statement(intake.store), event);
    const received: Received[] = [];
    const entries = mails
      ? [{ file, body, form: RECEIVED_MAIL, source: 'email' } as const]
      : statedEntries(await fileEntries(file, body, of.lifecycle), await folderSettings(dirname(path)));
    for (const entry of entries) {
      if ('fault' in entry) received.push(await refuse(entry.file, Buffer.from(entry.file), entry.fault, of));
      else
        received.push(
          ...(await receive(intake, { ...entry, ...of, eventId: 'content', repeated: before !== null })),
        );
    }
    await bindWebhookEvent(statement(intake.store), INBOX, mark, 'taken');
    return received;
  }

  async function refuse(
    file: string,
    body: Buffer,
    fault: Fault,
    of: Omit<PlaceOf, 'mails'>,
  ): Promise<Received> {
    const about = { file, row: null, sheet: null, customer: null };
    const letter = { ...of, source: 'files', form: 'text/plain' as const, body, fault, about };
    return {
      kind: 'refused',
      problem: problemOf(422, [fault]),
      deadLetter: await keepLetter(intake, letter),
    };
  }

  /** A file that has come to rest; null when it is still being written, is gone or is no plain file. */
  async function takeFile(path: string): Promise<TakenFile | null> {
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
      const mark = sha256([path, stat.ino, state].join(' '));
      const before = seen.get(path);
      seen.set(path, state);
      if (before !== state) return null;
      return { mark, body: size > MOST_FILE ? 'too_large' : await handle.readFile() };
    } finally {
      await handle.close();
    }
  }

  return {
    async look() {
      const outcomes: FileOutcome[] = [];
      for (const place of places) outcomes.push(...(await lookInto(place)));
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

/** Tables with what the folder's settings state of them; where those cannot be read, no table is read in another way. */
function statedEntries(entries: readonly FileEntry[], settings: FolderSettings): FileEntry[] {
  return entries.map((entry) => {
    const table = 'form' in entry ? TABLE_FORMS.find((one) => one === entry.form) : undefined;
    if (table === undefined) return entry;
    const { file, body } = entry;
    const read = settings(file);
    if ('fault' in read) return { file, body, fault: read.fault };
    return Object.keys(read.stated).length === 0
      ? entry
      : { ...entry, ...withStated(table, body, read.stated) };
  });
}

const tooLarge: Fault = {
  code: 'too_large',
  title: 'The file is larger than 10 MB; only its name is kept here, the file is in failed/.',
  field: null,
  fix: 'Split the file and put the parts into the inbox.',
};

/** A file that is taken in. `mark`: this very file, however often it is looked at. */
interface TakenFile {
  mark: string;
  body: Buffer | 'too_large';
}

/** Under this name deliveries of the watched folder are told apart. */
const INBOX = 'inbox';

function nameOf({ body }: TakenFile): string {
  return body === 'too_large' ? randomUUID() : bodyHash(body).slice(0, 12);
}

/** The hash in the new name keeps two files of one name apart. */
async function moveInto(
  under: string,
  outcome: FileOutcome['outcome'],
  file: string,
  hash: string,
  received: readonly Received[],
): Promise<void> {
  // No file that somebody dropped is taken for a mark of ours.
  const dropped = file.endsWith(READING) ? `${file}_` : file;
  const name = `${hash}-${cut(dropped, MOST_NAME - LONGEST_ENDING - hash.length - 1)}`;
  await mkdir(join(under, outcome), { recursive: true });
  if (outcome === 'failed') await writeFile(join(under, outcome, `${name}${RESULT}`), resultCsv(received));
  const reading = received.flatMap((each) => (each.kind === 'reading' ? [each.intake] : []));
  if (reading.length > 0) await writeFile(join(under, outcome, `${name}${READING}`), reading.join('\n'));
  await rename(join(under, file), join(under, outcome, name));
}

/** Bytes of a file's name, as file systems have it. */
const MOST_NAME = 255;
const LONGEST_ENDING = Math.max(RESULT.length, READING.length);

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
