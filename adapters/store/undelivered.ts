import type { CaseIdentity, CaseStatus } from '../../domain/case.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { LATER } from './deliveries.ts';
import type { Tx } from './pool.ts';
import { send, sql } from './sql.ts';

/** A submission whose workflow has to hear of it, with all that it is told. */
export interface Undelivered extends CaseIdentity {
  lifecycle: Lifecycle;
  case: string;
  status: CaseStatus;
  partnerId: string | null;
  sample: boolean;
  revision: number;
  updateId: string;
  contentHash: string;
}

/** Notes, in the submission's own transaction, that its workflow has to hear of it: a crash right after still finds it. */
export async function noteUndelivered(
  tx: Tx,
  { case: id, revision }: Pick<Undelivered, 'case' | 'revision'>,
): Promise<void> {
  await send(
    tx,
    sql`insert into undelivered (case_id, revision) values (${id}, ${revision}) on conflict do nothing`,
  );
}

/** The workflow has it. */
export async function forgetUndelivered(tx: Tx, { case: id, revision }: Undelivered): Promise<void> {
  await tx.query('delete from undelivered where case_id = $1 and revision = $2', [id, revision]);
}

/** Temporal did not take it: it waits, longer each time, and holds up no other. */
export async function postponeUndelivered(tx: Tx, { case: id, revision }: Undelivered): Promise<void> {
  await tx.query(
    `update undelivered set attempts = attempts + 1, next_at = ${LATER} where case_id = $1 and revision = $2`,
    [id, revision],
  );
}

/** How many have waited longer than `olderThanMs`, those included that are not tried again yet. */
export async function countUndelivered(tx: Tx, olderThanMs: number): Promise<number> {
  const { rows } = await tx.query<{ n: number }>(
    "select count(*)::int as n from undelivered where created_at <= now() - $1 * interval '1 millisecond'",
    [olderThanMs],
  );
  return rows[0]?.n ?? 0;
}

/** Submissions that may be tried now and have waited longer than `olderThanMs`, oldest first, at most 100. */
export async function listUndelivered(tx: Tx, olderThanMs: number): Promise<Undelivered[]> {
  const { rows } = await tx.query<Undelivered>(
    `select c.case_id as "case", c.lifecycle, c.source, c.external_id as "externalId", c.sequence, c.status,
        c.partner_id as "partnerId", c.sample, s.revision, s.update_id as "updateId", s.content_hash as "contentHash"
      from undelivered u join submissions s using (case_id, revision) join cases c using (case_id)
      where u.created_at <= now() - $1 * interval '1 millisecond' and u.next_at <= now()
      order by u.created_at, u.case_id, u.revision limit 100`,
    [olderThanMs],
  );
  return rows;
}
