import { createHash } from 'node:crypto';
import type { ClaimInput } from '../../../contracts/claim/submission.ts';
import type { ClaimedDocument } from '../../../domain/claim/stated-claim.ts';
import { withoutCoordinates } from '../../documents/pictures/without-coordinates.ts';
import { readText } from '../texts.ts';
import type { Found } from './values.ts';

/** Of one document, and of all that come with one claim; more is a file of another size than an invoice. */
export const MOST_DOCUMENT = 10 * 1024 * 1024;

/**
 * The documents of a claim, each once by the hash of its content, and their bytes as base64. Where pictures were taken is removed before anything
 * is kept: the hash is of what is left.
 */
export function readDocuments(
  stated: NonNullable<ClaimInput['documents']>,
  found: Found,
): { claimed: ClaimedDocument[]; contents: Record<string, string> } {
  const claimed: ClaimedDocument[] = [];
  const contents = new Map<string, string>();
  for (const [at, { name, type, content }] of stated.entries()) {
    const sent = bytesIn(content);
    const bytes = sent && withoutCoordinates(sent);
    const field = `documents.${at}.content`;
    if (bytes === null || bytes.length === 0) {
      found.faults.push({
        code: 'wrong_type',
        title: 'A document is not base64, or empty.',
        field,
        fix: 'Send the bytes of the file as base64 (RFC 4648).',
      });
      continue;
    }
    if (bytes.length > MOST_DOCUMENT) {
      found.faults.push({
        code: 'too_long',
        title: 'A document is larger than 10 MB.',
        field,
        fix: 'Send a smaller file, or split it.',
      });
      continue;
    }
    const hash = createHash('sha256').update(bytes).digest('hex');
    if (contents.has(hash)) continue;
    contents.set(hash, bytes.toString('base64'));
    claimed.push({
      hash,
      name: readText(`documents.${at}.name`, name, found),
      type: type ?? 'application/octet-stream',
    });
  }
  return { claimed, contents: Object.fromEntries(contents) };
}

/** Null for what is not base64; blanks and line ends within it are left out, as encoders make them. */
function bytesIn(content: string): Buffer | null {
  const text = content.replace(/[\s]+/g, '').replace(/-/g, '+').replace(/_/g, '/');
  return /^[A-Za-z0-9+/]*={0,2}$/.test(text) ? Buffer.from(text, 'base64') : null;
}
