import type { Json } from '../../domain/json.ts';
import type { Tx } from './pool.ts';
import { send, sql } from './sql.ts';

/**
 * Takes a step once: a retry whose first answer was lost gets that answer again. In the transaction of the step itself.
 * @param of.step unique name of the step (a uuid from the workflow, or case + step + revision); the same over every retry
 * @param of.at UTC instant
 * @returns the answer, and whether it was taken just now
 */
export async function once<T>(
  tx: Tx,
  of: { step: string; case: string; at: string },
  take: () => Promise<T>,
): Promise<{ answer: T; fresh: boolean }> {
  const known = await newestAnswer<T>(tx, [of.step]);
  if (known !== undefined) return { answer: known, fresh: false };
  const answer = await take();
  await keepAnswer(tx, of, answer);
  return { answer, fresh: true };
}

/** Keeps the answer of a step that is taken once. @throws a unique violation (isTaken) when somebody else was faster */
export async function keepAnswer(
  tx: Tx,
  of: { step: string; case: string; at: string },
  answer: unknown,
): Promise<void> {
  await send(
    tx,
    sql`insert into steps (step, case_id, answer, at) values (${of.step}, ${of.case}, ${JSON.stringify(answer)}, ${of.at})`,
  );
}

/** Whether writing failed because another attempt of the same step has kept its answer meanwhile. */
export function isTaken(error: unknown): boolean {
  const { code, table } = (error ?? {}) as { code?: unknown; table?: unknown };
  return code === '23505' && table === 'steps';
}

/** The answer of the last of these steps that was taken; undefined when none was. */
export async function newestAnswer<T>(tx: Tx, steps: readonly string[]): Promise<T | undefined> {
  const { rows } = await send<{ answer: T & Json }>(
    tx,
    sql`select answer from steps, (select ${steps}::text[] as asked) given where step = any(asked)
      order by array_position(asked, step) desc limit 1`,
  );
  return rows[0]?.answer;
}
