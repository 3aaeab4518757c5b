import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, join, matchesGlob } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { sourceSettings } from '../adapters/amount-settings.ts';
import type { StatedFormat } from '../adapters/intake/stated-file.ts';
import type { Fault } from '../contracts/problem.ts';

/** Beside the files that it is about; it stays where it is. */
export const FOLDER_SETTINGS = 'settings.yaml';

const MOST_BYTES = 256 * 1024;

/** What a folder's settings state of a file by its name; `fault`: the settings cannot be read. */
export type FolderSettings = (file: string) => { stated: StatedFormat } | { fault: Fault };

const stated = z.strictObject(sourceSettings);
const contents = z.record(z.string().min(1).max(200), stated);
type Stated = z.infer<typeof stated>;

/**
 * What the files of a watched folder leave open, as its `settings.yaml` states it by patterns of their names: `"acme-*.csv": { currency: EUR }`.
 * Of several patterns that fit, each states what those below it leave out.
 */
export async function folderSettings(under: string): Promise<FolderSettings> {
  let text: string;
  try {
    text = await textOf(join(under, FOLDER_SETTINGS));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return () => ({ stated: {} });
    return () => ({ fault: unreadable('It cannot be opened.') });
  }
  let read: ReturnType<typeof contents.safeParse>;
  try {
    read = contents.safeParse(parse(text) ?? {});
  } catch (error) {
    const [line = ''] = (error as Error).message.split('\n');
    return () => ({ fault: unreadable(line) });
  }
  if (!read.success) {
    const [issue] = read.error.issues;
    return () => ({ fault: unreadable(`${issue?.path.map(String).join(': ')} ${issue?.message}.`) });
  }
  const all = Object.entries(read.data);
  return (file) => {
    const name = basename(file);
    const fitting = all.filter(([pattern]) => matchesGlob(name, pattern)).map(([, stated]) => stated);
    const { decimal, ...stated }: Stated = Object.assign({}, ...fitting.reverse());
    return { stated: { ...given(stated), ...(decimal && { number: { mark: decimal, places: 0 } }) } };
  };
}

/** @throws Error when it is not there, or is no plain file of a size that settings have */
async function textOf(path: string): Promise<string> {
  // A link could point at any file of this machine; a pipe would never end, and hold up every file of the folder.
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stat = await handle.stat();
    if (!stat.isFile() || stat.size > MOST_BYTES) throw new Error('no plain file, or too large');
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

function given({ currency, dates, encoding, sheet }: Omit<Stated, 'decimal'>): StatedFormat {
  return {
    ...(currency !== undefined && { currency }),
    ...(dates !== undefined && { dates }),
    ...(encoding !== undefined && { encoding }),
    ...(sheet !== undefined && { sheet }),
  };
}

function unreadable(why: string): Fault {
  return {
    code: 'settings_unreadable',
    title: `The ${FOLDER_SETTINGS} beside the file cannot be read. ${why}`,
    field: null,
    fix: `Mend ${FOLDER_SETTINGS}, then put the file into the inbox again.`,
  };
}
