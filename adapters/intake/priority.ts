import type { Priority } from '@temporalio/common';
import { sha256 } from '../store/hash.ts';

/**
 * Where tasks wait, those of cases go before those of intakes, and those before the cases of a batch: a decision is never behind a heap of mails, or
 * behind a quarter's end. Temporal's default is 3.
 */
const FIRST = { case: 2, intake: 3, batch: 4 } as const;

/**
 * The turn of a workflow among others that wait for a worker: by what it is, and then as many of one sender as of every other, however
 * many that one sends. A server without fairness (docs/operations.md) takes them as they came.
 * @param sender a partner, or the source of an intake; hashed, because a key has 64 bytes at most
 */
export function priorityOf(kind: keyof typeof FIRST, sender: string): Priority {
  return { priorityKey: FIRST[kind], fairnessKey: sha256(sender).slice(0, 16) };
}
