import { createHash } from 'node:crypto';
import type { Attachment, AttachmentProblem } from '../../domain/documents/attachment.ts';

/**
 * Describes a file of an e-mail by its first bytes and its own directory. Nothing is inflated, run or opened, so a zip
 * bomb costs no more than its packed size.
 */
export function describeAttachment(name: string | null, type: string, content: Uint8Array): Attachment {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const problem = problemOf(bytes);
  return {
    name: safeName(name),
    type: /^[a-z0-9.+-]+\/[a-z0-9.+-]+$/.test(type) ? type.slice(0, 100) : 'application/octet-stream',
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    ...(problem === null ? {} : { problem }),
  };
}

/** A file name is data: no folders, no characters that hide what it is. */
function safeName(name: string | null): string {
  const last = (name ?? '').split(/[\\/]/).at(-1) ?? '';
  return (
    last
      .slice(-300)
      .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '\ufffd')
      .slice(0, 150) || 'unnamed'
  );
}

/** File signatures, source: Wikipedia "List of file signatures"; PDF: ISO 32000-1 7.5; zip: PKWARE APPNOTE 4.3. */
function problemOf(bytes: Buffer): AttachmentProblem | null {
  const starts = (...hex: string[]) =>
    hex.some((each) => bytes.subarray(0, each.length / 2).toString('hex') === each);
  if (bytes.length === 0) return 'empty';
  if (starts('4d5a', '7f454c46', 'cafebabe', 'cffaedfe', '2321')) return 'executable';
  if (starts('1f8b', '377abcaf271c', '526172211a07', 'fd377a585a00', '425a68', '28b52ffd'))
    return 'packed_archive';
  if (starts('d0cf11e0a1b11ae1')) return 'old_office_format';
  if (starts('255044462d')) return pdfProblem(bytes);
  return starts('504b0304', '504b0506', '504b0708') ? zipProblem(bytes) : null;
}

function pdfProblem(bytes: Buffer): AttachmentProblem | null {
  if (!bytes.subarray(-1024).includes('%%EOF') || !bytes.includes('startxref')) return 'pdf_broken';
  if (bytes.includes('/Encrypt')) return 'pdf_encrypted';
  return /\/(JavaScript|JS|Launch|EmbeddedFile)\b/.test(bytes.toString('latin1')) ? 'pdf_active' : null;
}

/** More unpacked than this, or this many times the packed size, is a bomb. */
const MOST_UNPACKED = 100_000_000;
const MOST_RATIO = 100;

/** Why an archive is not opened, by its own directory; null when it may be. */
export function zipProblem(bytes: Buffer): AttachmentProblem | null {
  const end = bytes.lastIndexOf('504b0506', bytes.length, 'hex');
  if (end < 0 || end + 22 > bytes.length) return 'zip_broken';
  const entries = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  let unpacked = 0;
  for (let index = 0; index < entries; index += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) return 'zip_broken';
    if ((bytes.readUInt16LE(at + 8) & 1) === 1) return 'zip_encrypted';
    unpacked += bytes.readUInt32LE(at + 24);
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('latin1', at + 46, at + 46 + nameLength).toLowerCase();
    if (/\.(zip|gz|tgz|7z|rar|bz2|xz|tar|jar)$/.test(name)) return 'nested_archive';
    if (/\.(exe|dll|js|vbs|bat|cmd|ps1|scr|sh|lnk)$|vbaproject\.bin$/.test(name)) return 'active_content';
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return unpacked > MOST_UNPACKED || unpacked > bytes.length * MOST_RATIO ? 'zip_bomb' : null;
}
