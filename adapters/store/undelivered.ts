import type { Tx } from './pool.ts';

export interface Undelivered {
  case: string;
  revision: number;
}

/** Notes, with the submission, that its workflow has to hear of it: a crash right after still finds it. */
export async function noteUndelivered(tx: Tx, { case: id, revision }: Undelivered): Promise<void> {
  await tx.query('insert into undelivered (case_id, revision) values ($1, $2)', [id, revision]);
}

/** The workflow has it. */
export async function forgetUndelivered(tx: Tx, { case: id, revision }: Undelivered): Promise<void> {
  await tx.query('delete from undelivered where case_id = $1 and revision = $2', [id, revision]);
}

/** Submissions that have waited longer than `olderThanMs`, oldest first, at most 100. */
export async function listUndelivered(tx: Tx, olderThanMs: number): Promise<Undelivered[]> {
  const { rows } = await tx.query<{ case_id: string; revision: number }>(
    `select case_id, revision from undelivered where created_at <= now() - $1 * interval '1 millisecond'
      order by created_at, case_id, revision limit 100`,
    [olderThanMs],
  );
  return rows.map((row) => ({ case: row.case_id, revision: row.revision }));
}
