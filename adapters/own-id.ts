import { createHash } from 'node:crypto';

/** Says which write made a record, and nothing else. */
export const markOf = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 32);

/** The id that a record gets from us at a vendor without idempotency keys: what a repeat looks for. */
export const ownId = (key: string): string => `qd-${markOf(key)}`;

/** Whether a record carries such an id, so that it is one that we made. */
export function isOwnId(id: unknown): boolean {
  return typeof id === 'string' && /^qd-[0-9a-f]{32}$/.test(id);
}
