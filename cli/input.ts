import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { notFound, usage } from './failure.ts';

/** The bytes of a file, or of standard input for `-`. @throws CliFailure naming what is wrong with the path. */
export async function readInput(path: string): Promise<Buffer> {
  if (path === '-') return buffer(process.stdin);
  try {
    return await readFile(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw notFound(`There is no file ${path}.`, 'Check the path; - reads standard input.');
    if (code === 'EISDIR') throw usage(`${path} is a folder.`, 'Name a file in it.', 'file');
    if (code === 'EACCES') throw usage(`${path} may not be read.`, 'Check its permissions.', 'file');
    throw usage(`${path} cannot be read: ${message}.`, 'Name another file.', 'file');
  }
}
