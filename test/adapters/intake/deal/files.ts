import { deflateRawSync } from 'node:zlib';

/** A zip of one entry, written by hand (PKWARE APPNOTE 4.3) so that its directory may also lie. */
export function zip(name: string, content: Buffer, claim: { size?: number; flags?: number } = {}): Buffer {
  const packed = deflateRawSync(content);
  const sizes = (buffer: Buffer, at: number) => {
    buffer.writeUInt32LE(packed.length, at);
    buffer.writeUInt32LE(claim.size ?? content.length, at + 4);
    buffer.writeUInt16LE(name.length, at + 8);
  };
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  sizes(local, 18);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(claim.flags ?? 0, 8);
  sizes(central, 20);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  const start = local.length + name.length + packed.length;
  end.writeUInt32LE(start, 16);
  return Buffer.concat([local, Buffer.from(name), packed, central, Buffer.from(name), end]);
}

export const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\nstartxref\n9\n%%EOF\n');
