import type { DocumentReading } from '../../../domain/documents/document-reading.ts';
import type { FileMetadata } from '../../../domain/invoice/metadata.ts';
import { isoDay } from '../../../domain/reading/day.ts';
import { directoryAt, entriesOf, type TiffEntry, tiffBlocks } from './tiff-directory.ts';

/** What a picture says of its making. */
export interface PictureMetadata extends FileMetadata {
  /** Maker, model and serial number of the camera; null where it has no serial number. */
  camera: string | null;
}

/** Fields of the first directory and of the one of the Exif. (Exif 2.32, 4.6) */
const MAKE = 0x010f;
const MODEL = 0x0110;
const SOFTWARE = 0x0131;
const CHANGED = 0x0132;
const EXIF = 0x8769;
const TAKEN = 0x9003;
const DIGITISED = 0x9004;
const SERIAL = 0xa431;
const MOST_TEXT = 200;

/** Of several Exif blocks, as of a picture and its preview, the first that says something counts. */
export function pictureMetadata(bytes: Buffer): PictureMetadata {
  for (const block of tiffBlocks(bytes)) {
    const first = entriesOf(bytes, block, block.first);
    const own = first.find(({ tag }) => tag === EXIF);
    const directory = own ? directoryAt(bytes, block, own) : null;
    const entries = [...first, ...(directory === null ? [] : entriesOf(bytes, block, directory))];
    const said = metadataOf(bytes, entries);
    if (said) return said;
  }
  return { madeOn: null, changedOn: null, programs: [], camera: null };
}

function metadataOf(bytes: Buffer, entries: readonly TiffEntry[]): PictureMetadata | null {
  const text = (wanted: number) => {
    const entry = entries.find(({ tag, type }) => tag === wanted && type === ASCII);
    const end = entry ? entry.valueAt + Math.min(entry.length, MOST_TEXT) : 0;
    const ascii = entry ? bytes.toString('latin1', entry.valueAt, end) : '';
    return ascii.slice(0, `${ascii}\0`.indexOf('\0')).trim();
  };
  const serial = text(SERIAL);
  const said = {
    madeOn: dayOf(text(TAKEN)) ?? dayOf(text(DIGITISED)),
    changedOn: dayOf(text(CHANGED)),
    programs: [text(SOFTWARE)].filter((one) => one !== ''),
    camera: serial === '' ? null : [text(MAKE), text(MODEL), serial].join('|'),
  };
  return Object.values(said).some((one) => one !== null && one.length > 0) ? said : null;
}

const ASCII = 2;

/** `2026:03:05 12:30:00`, the day where it was taken. */
function dayOf(date: string): string | null {
  const [, year, month, day] = /^(\d{4}):(\d{2}):(\d{2})/.exec(date) ?? [];
  return year === undefined ? null : isoDay(Number(year), Number(month), Number(day));
}

/** When and with what a picture was taken. */
export function takenBy({ madeOn, camera }: PictureMetadata): NonNullable<DocumentReading['taken']> {
  return { on: madeOn, camera };
}
