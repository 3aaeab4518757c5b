/** Where numbers of a TIFF structure lie in some bytes, and in which order theirs are. (TIFF 6.0, section 2) */
export interface TiffBlock {
  /** From which its offsets count. */
  start: number;
  littleEndian: boolean;
  /** Offset of its first directory. */
  first: number;
}

/** A field of a directory: a value of so many bytes, and where it lies. */
export interface TiffEntry {
  tag: number;
  type: number;
  count: number;
  /** Of the 12 bytes of the entry itself, and of its value. */
  at: number;
  valueAt: number;
  length: number;
}

const LITTLE = Buffer.from([0x49, 0x49, 0x2a, 0]);
const BIG = Buffer.from([0x4d, 0x4d, 0, 0x2a]);
/** Bytes of an entry. */
export const ENTRY = 12;
const MOST_ENTRIES = 512;
const MOST_BLOCKS = 1_000;
/** Bytes of a value, by its type. */
const SIZES: Readonly<Record<number, number>> = {
  ...{ 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8 },
};

/**
 * Every TIFF structure in a file: the Exif of a JPEG, PNG, WebP or HEIC, of a picture within a PDF, and a TIFF file itself. They are found by
 * how they begin, so that it does not matter what they are wrapped in.
 */
export function tiffBlocks(bytes: Buffer): TiffBlock[] {
  const blocks: TiffBlock[] = [];
  for (const mark of [LITTLE, BIG])
    for (let start = bytes.indexOf(mark); start >= 0; start = bytes.indexOf(mark, start + 1)) {
      if (blocks.length === MOST_BLOCKS) return blocks;
      const littleEndian = mark === LITTLE;
      const first = numberAt(bytes, start + 4, 4, littleEndian);
      if (first !== null && first >= 8) blocks.push({ start, littleEndian, first });
    }
  return blocks;
}

/** The entries of a directory; empty where there is none. @param offset from the beginning of the block */
export function entriesOf(bytes: Buffer, { start, littleEndian }: TiffBlock, offset: number): TiffEntry[] {
  const from = start + offset;
  const count = numberAt(bytes, from, 2, littleEndian);
  if (count === null || count > MOST_ENTRIES) return [];
  return Array.from({ length: count }, (_, index) => from + 2 + index * ENTRY).flatMap((at) => {
    const tag = numberAt(bytes, at, 2, littleEndian);
    const type = numberAt(bytes, at + 2, 2, littleEndian);
    const values = numberAt(bytes, at + 4, 4, littleEndian);
    const inline = numberAt(bytes, at + 8, 4, littleEndian);
    const size = SIZES[type ?? 0];
    if (tag === null || type === null || values === null || inline === null || size === undefined) return [];
    const length = values * size;
    const valueAt = length <= 4 ? at + 8 : start + inline;
    return valueAt + length > bytes.length ? [] : [{ tag, type, count: values, at, valueAt, length }];
  });
}

/** The directory that an entry points to; null for one that points to none. */
export function directoryAt(bytes: Buffer, { littleEndian }: TiffBlock, entry: TiffEntry): number | null {
  return entry.type === LONG && entry.count === 1 ? numberAt(bytes, entry.valueAt, 4, littleEndian) : null;
}

const LONG = 4;

function numberAt(bytes: Buffer, at: number, length: 2 | 4, littleEndian: boolean): number | null {
  if (at + length > bytes.length) return null;
  return littleEndian ? bytes.readUIntLE(at, length) : bytes.readUIntBE(at, length);
}
