import type { BookedLine } from '../../adapters/store/accounts/booked-lines.ts';

/** `, may be paid from 2026-03-23` behind a line; nothing behind one that takes back. */
export function paidFromText({ heldUntil, onHold }: Pick<BookedLine, 'heldUntil' | 'onHold'>): string {
  if (heldUntil === null) return '';
  return onHold ? ', on hold' : `, may be paid from ${heldUntil}`;
}
