const SIGNATURE = 'd0cf11e0a1b11ae1';

/**
 * Whether bytes begin as a compound file ([MS-CFB]): a mail that Outlook saved, a file of Office before 2007, or a newer one with a password,
 * which is put into such a container.
 */
export function isCompoundFile(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 8)).toString('hex') === SIGNATURE;
}
