import type { AuditProblem } from '../../domain/audit.ts';
import { canonicalText, wellFormed } from '../../domain/evidence.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Tx } from './pool.ts';
import { raw, send, sql } from './sql.ts';
import type { SubmissionRow } from './submissions.ts';
import type { Vault } from './vault.ts';

/** What a submission carries that one of our processes has taken in: our own role in the database can put in rows, and has no key. */
export function submissionStamp(
  vault: Pick<Vault, 'stampOf'>,
  row: Pick<SubmissionRow, 'case' | 'revision' | 'updateId' | 'canonical'>,
): string {
  const { case: id, revision, updateId, canonical } = row;
  // As it comes back from Postgres.
  const kept = JSON.parse(JSON.stringify(wellFormed(canonical))) as JsonObject;
  return vault.stampOf(canonicalText({ submission: id, revision, updateId, canonical: kept }));
}

/** Whether one of our processes has taken in a revision of a case; also when it was taken in before submissions were stamped. */
export async function isStamped(
  tx: Tx,
  vault: Pick<Vault, 'stampOf'>,
  { case: id, revision }: { case: string; revision: number },
): Promise<boolean> {
  const { rows } = await send<StampedColumns>(
    tx,
    sql`select ${COLUMNS} from submissions where case_id = ${id} and revision = ${revision}`,
  );
  return rows.every((row) => hasStamp(vault, row));
}

const PAGE = 500;

/** Submissions that none of our processes has taken in. @param only of this case */
export async function unstampedSubmissions(
  tx: Tx,
  vault: Pick<Vault, 'stampOf'>,
  only?: string,
): Promise<AuditProblem[]> {
  const problems: AuditProblem[] = [];
  let after: [string, number] = ['', 0];
  for (;;) {
    const { rows } = await send<StampedColumns>(
      tx,
      sql`select ${COLUMNS} from submissions
        where (case_id, revision) > (${after[0]}, ${after[1]}) and (${only ?? null}::text is null or case_id = ${only ?? null})
        order by case_id, revision limit ${PAGE}`,
    );
    const last = rows.at(-1);
    if (!last) return problems;
    for (const row of rows.filter((one) => !hasStamp(vault, one)))
      problems.push({
        case: row.case,
        kind: 'submission_forged',
        message: `revision ${row.revision} of what was submitted was taken in by none of our processes`,
      });
    after = [last.case, last.revision];
  }
}

type StampedColumns = Pick<SubmissionRow, 'case' | 'revision' | 'updateId' | 'canonical'> & {
  stamp: string | null;
  before: boolean;
};

const COLUMNS = raw(
  'case_id as "case", revision, update_id as "updateId", canonical, stamp, before_stamps as before',
);

function hasStamp(vault: Pick<Vault, 'stampOf'>, { stamp, before, ...row }: StampedColumns): boolean {
  return before || stamp === submissionStamp(vault, row);
}
