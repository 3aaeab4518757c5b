import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { guarded } from '../../file-write.ts';
import { isOwnId } from '../../own-id.ts';

/** A comment as it lies in a ticket's folder. */
export interface CommentFile {
  /** Its file name. */
  id: string;
  /** The file name without its ending, and without a number after it: the writer. */
  by: string;
  text: string;
  /** Milliseconds since the epoch. */
  at: number;
}

/** A ticket as it lies in its folder. */
export interface TicketFolder {
  id: string;
  /** The word in the file `status`. */
  status: string;
  /** Last change of the status or of a comment; milliseconds since the epoch. */
  changedAt: number;
}

export interface TicketFolders {
  read(id: string): Promise<TicketFolder | null>;
  all(): Promise<TicketFolder[]>;
  /** Makes a ticket; one that is there stays as people have left it. */
  make(id: string, text: string): Promise<void>;
  setStatus(id: string, status: string): Promise<void>;
  comments(id: string): Promise<CommentFile[]>;
  comment(id: string, name: string, text: string): Promise<void>;
}

const LONGEST = 20_000;

/**
 * One folder a ticket: `ticket.md`, which nobody needs to change, `status` with one word, and `comments` with a file a comment. Nothing is
 * ever read and written back, so that nobody's change is lost.
 */
export function ticketFolders(folder: string): TicketFolders {
  const at = (id: string, ...rest: string[]) => join(folder, id, ...rest);
  const safely = <T>(work: () => Promise<T>) => guarded('tickets files', folder, work);
  /** A reader sees the whole file or none. */
  async function put(file: string, text: string): Promise<void> {
    const draft = `${file}.${process.pid}.tmp`;
    await writeFile(draft, text, { flush: true });
    await rename(draft, file);
  }

  async function read(id: string): Promise<TicketFolder | null> {
    if (!isOwnId(id)) return null;
    const times = [at(id, 'ticket.md'), at(id, 'status'), at(id, 'comments')].map(changed);
    const [text, ...stamps] = await Promise.all([unlessGone(readFile(at(id, 'status'), 'utf8')), ...times]);
    if (text === null) return null;
    const said = await files(id);
    return { id, status: text.trim(), changedAt: Math.max(...stamps, ...said.map((one) => one.at)) };
  }

  async function files(id: string): Promise<CommentFile[]> {
    const names = (await unlessGone(readdir(at(id, 'comments')))) ?? [];
    const found = await Promise.all(
      names.filter((name) => /\.(md|txt)$/.test(name)).map((name) => one(id, name)),
    );
    return found.filter((each) => each !== null).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  }
  async function one(id: string, name: string): Promise<CommentFile | null> {
    const file = at(id, 'comments', name);
    const text = await unlessGone(readFile(file, 'utf8'));
    if (text === null) return null;
    const by = name.replace(/\.\w+$/, '').replace(/ \d+$/, '');
    return { id: name, by, text: text.trim().slice(0, LONGEST), at: await changed(file) };
  }

  return {
    read: (id) => safely(() => read(id)),
    all: () =>
      safely(async () => {
        const names = ((await unlessGone(readdir(folder))) ?? []).filter(isOwnId);
        return (await Promise.all(names.map(read))).filter((ticket) => ticket !== null);
      }),
    make: (id, text) =>
      safely(async () => {
        if (await read(id)) return;
        // Whole or not at all: what a crash left of it is made anew.
        const draft = join(folder, `.${id}.tmp`);
        await rm(draft, { recursive: true, force: true });
        await mkdir(join(draft, 'comments'), { recursive: true });
        await writeFile(join(draft, 'ticket.md'), text, { flush: true });
        await writeFile(join(draft, 'status'), 'open\n', { flush: true });
        await rename(draft, at(id));
      }),
    setStatus: (id, status) => safely(() => put(at(id, 'status'), `${status}\n`)),
    comments: async (id) => (isOwnId(id) ? safely(() => files(id)) : []),
    comment: (id, name, text) => safely(() => put(at(id, 'comments', name), `${text}\n`)),
  };
}

async function changed(file: string): Promise<number> {
  return (await unlessGone(stat(file)))?.mtimeMs ?? 0;
}

async function unlessGone<T>(work: Promise<T>): Promise<T | null> {
  return work.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  });
}
