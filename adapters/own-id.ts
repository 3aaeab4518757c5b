import { createHash } from 'node:crypto';

/** The id that a record gets from us at a vendor without idempotency keys: what a repeat looks for. */
export function ownId(key: string): string {
  return `qd-${createHash('sha256').update(key).digest('hex').slice(0, 32)}`;
}

/** Whether a record carries such an id, so that it is one that we made. */
export function isOwnId(id: unknown): boolean {
  return typeof id === 'string' && /^qd-[0-9a-f]{32}$/.test(id);
}
