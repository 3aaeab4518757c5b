import { INVISIBLE } from '../domain/invisible.ts';

const UNPRINTABLE = new RegExp(`(?:[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]|${INVISIBLE.source})+`, 'gu');

/**
 * Text from outside (partner names, notes, file names) made safe for a terminal: control characters, which could move the
 * cursor or recolour what stands beside them, marks of direction, which could reorder it, and what shows nothing, become `·`.
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (found) => (found.trim() === '' && !found.includes('\ufeff') ? ' ' : '·'));
}
