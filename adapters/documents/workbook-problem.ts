import { zipProblem } from '../intake/attachment.ts';
import type { DocumentRefusal } from './read-bytes.ts';

/** Folders and files of a workbook that run code, or take what they show from elsewhere. (ECMA-376; OpenDocument 1.3, part 2) */
const ACTIVE =
  /^(?:xl\/(?:vbaproject|externallinks\/|embeddings\/|activex\/|macrosheets\/|connections\.xml|querytables\/)|basic\/|scripts\/|object )/;

/** Why a workbook is not opened, by the names in its own directory; null where it may be. */
export function workbookProblem(bytes: Buffer): DocumentRefusal | null {
  switch (zipProblem(bytes)) {
    case null:
      return namesIn(bytes).some((name) => ACTIVE.test(name.toLowerCase())) ? 'macros' : null;
    case 'zip_encrypted':
      return 'encrypted';
    case 'zip_bomb':
      return 'too_large';
    case 'zip_broken':
      return 'broken';
    default:
      return 'macros';
  }
}

/** The names of the files in a zip whose directory is whole. (PKWARE APPNOTE, 4.3.12) */
function namesIn(bytes: Buffer): string[] {
  const end = bytes.lastIndexOf('504b0506', bytes.length, 'hex');
  const count = bytes.readUInt16LE(end + 10);
  const names: string[] = [];
  for (let at = bytes.readUInt32LE(end + 16); names.length < count; ) {
    const length = bytes.readUInt16LE(at + 28);
    names.push(bytes.toString('latin1', at + 46, at + 46 + length));
    at += 46 + length + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return names;
}
