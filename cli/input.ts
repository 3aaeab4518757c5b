import { readFile, stat } from 'node:fs/promises';
import { notFound, usage } from './failure.ts';

/** More than any file that a command reads; what has no end would fill the memory. */
const MOST_MB = 256;

/** The bytes of a file, or of standard input for `-`. @throws CliFailure naming what is wrong with the path. */
export async function readInput(path: string): Promise<Buffer> {
  if (path === '-') return standardInput();
  try {
    const found = await stat(path);
    if (found.isCharacterDevice() || found.isBlockDevice())
      throw usage(`${path} is a device.`, 'Name a file; - reads standard input.', 'file');
    if (found.size > MOST_MB * 1024 * 1024) throw tooLarge(path);
    return await readFile(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw notFound(`There is no file ${path}.`, 'Check the path; - reads standard input.');
    if (code === 'EISDIR') throw usage(`${path} is a folder.`, 'Name a file in it.', 'file');
    if (code === 'EACCES') throw usage(`${path} may not be read.`, 'Check its permissions.', 'file');
    throw usage(`${path} cannot be read: ${message}.`, 'Name another file.', 'file');
  }
}

async function standardInput(): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of process.stdin as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MOST_MB * 1024 * 1024) throw tooLarge('Standard input');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function tooLarge(what: string) {
  return usage(`${what} is larger than ${MOST_MB} MB.`, 'Split it.', 'file');
}
