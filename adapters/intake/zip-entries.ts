import { unzipSync } from 'fflate';
import { zipProblem } from './attachment.ts';

/** A file in an archive. */
export interface ZipEntry {
  name: string;
  bytes: Buffer;
}

const MOST_ENTRIES = 200;
const MOST_UNPACKED = 50_000_000;

/** What only file managers put into an archive. */
const LITTER = /(?:^|\/)(?:__MACOSX\/|\.|Thumbs\.db$|desktop\.ini$)/i;

/**
 * The files of an archive, by its own directory and bounded by it: an archive that unpacks to more than it says is broken.
 * @returns why it is not opened instead
 */
export function zipEntries(
  bytes: Buffer,
): ZipEntry[] | { problem: NonNullable<ReturnType<typeof zipProblem>> } {
  const problem = zipProblem(bytes);
  if (problem !== null) return { problem };
  let entries = 0;
  let unpacked = 0;
  let tooMuch = false;
  try {
    const files = unzipSync(bytes, {
      filter({ name, originalSize }) {
        if (name.endsWith('/') || LITTER.test(name)) return false;
        entries += 1;
        unpacked += originalSize;
        tooMuch ||= entries > MOST_ENTRIES || unpacked > MOST_UNPACKED;
        return !tooMuch;
      },
    });
    if (tooMuch) return { problem: 'zip_bomb' };
    return Object.entries(files).map(([name, content]) => ({ name, bytes: Buffer.from(content) }));
  } catch {
    return { problem: 'zip_broken' };
  }
}
