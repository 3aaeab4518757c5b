import { crc32, inflateSync } from 'node:zlib';
import { directoryAt, ENTRY, entriesOf, tiffBlocks } from './tiff-directory.ts';

/** Of the first directory: points to where the picture was taken. (Exif 2.32, 4.6.3) */
const GPS = 0x8825;
/** The same in XMP, as attributes or elements. (XMP part 2, Exif namespace) */
const IN_XMP = /(?<=GPS[A-Za-z]{1,40}\s{0,4}(?:=\s{0,4}["']|>))[^"'<>]{1,200}(?=["']|<)/g;
const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

/**
 * A file without the coordinates of its pictures: what tells where one was taken is overwritten with zeros or blanks in its place, so that
 * everything else stays as it is, down to the offsets of a PDF. A PNG may pack what it says of itself; then that part is left out. A file that
 * holds none is returned itself. What lies compressed within another file is not looked at.
 */
export function withoutCoordinates(sent: Buffer): Buffer {
  const bytes = sent.subarray(0, 8).equals(PNG) ? withoutPackedPlaces(sent) : sent;
  let cleared: Buffer | null = null;
  const clear = (from: number, to: number, fill: number) => {
    cleared ??= Buffer.from(bytes);
    cleared.fill(fill, from, to);
  };
  let done = 0;
  for (const [from, to] of placesInExif(bytes).sort(([a], [b]) => a - b)) {
    // Each byte once: parts of a crafted file may lie over one another thousands of times.
    if (to > done) clear(Math.max(from, done), to, 0);
    done = Math.max(done, to);
  }
  for (const { index, 0: value } of bytes.includes('GPS') ? bytes.toString('latin1').matchAll(IN_XMP) : [])
    clear(index, index + value.length, 0x20);
  if (cleared === null) return bytes;
  if (bytes.subarray(0, 8).equals(PNG)) withChecksums(cleared);
  return cleared;
}

/** Exif has 32 fields that tell a place. */
const MOST_FIELDS = 64;

/** From where to where a file says in Exif where a picture was taken: the entries, and their values. */
function placesInExif(bytes: Buffer): [from: number, to: number][] {
  return tiffBlocks(bytes).flatMap((block) => {
    // One pointer of each block counts: a crafted file may hold hundreds, and each would cost a directory.
    const pointer = entriesOf(bytes, block, block.first).find(({ tag }) => tag === GPS);
    const directory = pointer ? directoryAt(bytes, block, pointer) : null;
    const entries = directory === null ? [] : entriesOf(bytes, block, directory).slice(0, MOST_FIELDS);
    return entries.flatMap(({ at, valueAt, length }): [number, number][] => [
      [valueAt, valueAt + length],
      [at, at + ENTRY],
    ]);
  });
}

const PACKED_TEXT = new Set(['iTXt', 'zTXt', 'tEXt']);
const MOST_UNPACKED = 4_000_000;

/** Leaves out the packed texts of a PNG that tell a place. (ISO 15948, 11.3.4) */
function withoutPackedPlaces(png: Buffer): Buffer {
  const kept: Buffer[] = [png.subarray(0, 8)];
  let at = 8;
  while (at + 12 <= png.length) {
    const end = Math.min(png.length, at + 12 + png.readUInt32BE(at));
    const type = png.toString('latin1', at + 4, at + 8);
    if (!PACKED_TEXT.has(type) || !tellsPlace(type, png.subarray(at + 8, end - 4)))
      kept.push(png.subarray(at, end));
    at = end;
  }
  kept.push(png.subarray(at));
  const left = Buffer.concat(kept);
  return left.length === png.length ? png : left;
}

/** Whether a text chunk is Exif or IPTC as hexadecimal figures, or packed and about a place, or cannot be unpacked. */
function tellsPlace(type: string, text: Buffer): boolean {
  if (text.toString('latin1', 0, 80).startsWith('Raw profile type')) return true;
  if (!text.toString('latin1', 0, 80).startsWith('XML:com.adobe.xmp')) return false;
  const behind = text.indexOf(0) + 1;
  // An iTXt says whether it is packed, how, and two texts that end in zeros; a zTXt only how.
  if (type === 'tEXt' || (type === 'iTXt' && text[behind] !== 1)) return false;
  const packed = type === 'zTXt' ? behind + 1 : text.indexOf(0, text.indexOf(0, behind + 2) + 1) + 1;
  try {
    return inflateSync(text.subarray(packed), { maxOutputLength: MOST_UNPACKED }).includes('GPS');
  } catch {
    return true;
  }
}

/** Writes the checksum of each part of a PNG anew. (ISO 15948, 5.3) */
function withChecksums(png: Buffer): void {
  for (let at = 8; at + 12 <= png.length; ) {
    const end = at + 8 + png.readUInt32BE(at);
    if (end + 4 > png.length) return;
    png.writeUInt32BE(crc32(png.subarray(at + 4, end)), end);
    at = end + 4;
  }
}
