/** Whether bytes begin as an archive or as an old Office file does. (PKWARE APPNOTE 4.3, [MS-CFB]) */
export function isWorkbook(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 8)).toString('hex');
  return start.startsWith('504b0304') || start.startsWith('504b0506') || start === 'd0cf11e0a1b11ae1';
}
