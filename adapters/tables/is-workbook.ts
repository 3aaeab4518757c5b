import { isCompoundFile } from '../documents/compound-file.ts';

/** Whether bytes begin as an archive or as an old Office file does. (PKWARE APPNOTE 4.3, [MS-CFB]) */
export function isWorkbook(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  return start === '504b0304' || start === '504b0506' || isCompoundFile(bytes);
}
