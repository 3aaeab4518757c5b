import type { Session } from './session.ts';

/** The task queue of the cases. A person's machine knows the database and Temporal, and neither vendors nor the master key. */
export function taskQueue({ env }: Pick<Session, 'env'>): string {
  return env.QUARTERDECK_TASK_QUEUE || 'quarterdeck';
}
