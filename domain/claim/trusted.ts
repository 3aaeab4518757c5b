import type { ReadValue } from '../documents/document-reading.ts';
import type { ClaimPolicy } from './policy.ts';

/**
 * Whether a value that was read may count as printed there. Text that a program wrote into a file is read as it is; what was recognised in a
 * picture counts from a higher confidence on, and what only a model read never does.
 */
export function isTrusted({ how, confidence }: ReadValue, { readFrom, ocrFrom }: ClaimPolicy): boolean {
  if (how === 'model') return false;
  return confidence >= (how === 'ocr' ? ocrFrom : readFrom);
}
