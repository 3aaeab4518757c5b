import { crc32 } from 'node:zlib';
import { directoryAt, entriesOf, tiffBlocks } from './tiff-directory.ts';

/** Of the first directory: points to where the picture was taken. (Exif 2.32, 4.6.3) */
const GPS = 0x8825;
/** The same in XMP, as attributes or elements. (XMP part 2, Exif namespace) */
const IN_XMP = /(?<=GPS[A-Za-z]{1,40}\s{0,4}(?:=\s{0,4}["']|>))[^"'<>]{1,200}(?=["']|<)/g;
const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

/**
 * A file without the coordinates of its pictures: what tells where one was taken is overwritten with zeros or blanks in its place, so that
 * everything else stays as it is, down to the offsets of a PDF. A file that holds none is returned itself. What lies compressed within another
 * file is not looked at.
 */
export function withoutCoordinates(bytes: Buffer): Buffer {
  let cleared: Buffer | null = null;
  const clear = (from: number, to: number, fill: number) => {
    cleared ??= Buffer.from(bytes);
    cleared.fill(fill, from, to);
  };
  for (const block of tiffBlocks(bytes))
    for (const pointer of entriesOf(bytes, block, block.first)) {
      const directory = pointer.tag === GPS ? directoryAt(bytes, block, pointer) : null;
      if (directory === null) continue;
      for (const { at, valueAt, length } of entriesOf(bytes, block, directory)) {
        clear(valueAt, valueAt + length, 0);
        clear(at, at + 12, 0);
      }
    }
  for (const { index, 0: value } of bytes.includes('GPS') ? bytes.toString('latin1').matchAll(IN_XMP) : [])
    clear(index, index + value.length, 0x20);
  if (cleared === null) return bytes;
  if (bytes.subarray(0, 8).equals(PNG)) withChecksums(cleared);
  return cleared;
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
