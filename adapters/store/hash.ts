import { createHash } from 'node:crypto';
import { canonicalText } from '../../domain/evidence.ts';

/** SHA-256 of a text in UTF-8, lower-case hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** SHA-256 of bytes, lower-case hex. */
export function sha256Bytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The content address of a JSON value: SHA-256 of its canonical text. */
export function contentHash(value: unknown): string {
  return sha256(canonicalText(value));
}
