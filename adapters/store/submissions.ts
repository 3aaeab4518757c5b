import type { CaseIdentity } from '../../domain/case.ts';
import { subjectsIn } from '../../domain/evidence.ts';
import { submissionId } from '../../domain/identity.ts';
import type { JsonObject } from '../../domain/json.ts';
import { jsonb } from './jsonb.ts';
import type { Tx } from './pool.ts';
import { send, sql } from './sql.ts';
import { submissionStamp } from './submission-stamps.ts';
import type { Vault } from './vault.ts';

/** One revision of what a partner submitted. */
export interface SubmissionRow {
  case: string;
  revision: number;
  /** See submissionId: a redelivery carries the same one. */
  updateId: string;
  /** The canonical submission; personal fields sealed per person. */
  canonical: JsonObject;
  contentHash: string;
  /** UTC instant, ISO 8601. */
  receivedAt: string;
}

/** Records a submission, stamped; false when this update id (a redelivery) or this revision is already there. */
export async function insertSubmission(
  tx: Tx,
  vault: Pick<Vault, 'stampOf'>,
  row: SubmissionRow,
): Promise<boolean> {
  const { rowCount } = await send(
    tx,
    sql`insert into submissions (case_id, revision, update_id, canonical, content_hash, received_at, subjects, stamp)
      values (${row.case}, ${row.revision}, ${row.updateId}, ${jsonb(row.canonical)}, ${row.contentHash}, ${row.receivedAt},
        ${subjectsIn(row.canonical)}, ${submissionStamp(vault, row)}) on conflict do nothing`,
  );
  return rowCount === 1;
}

/**
 * The submission that a redelivery repeats. Rows of 0.2.0 have the id without its lifecycle: only registrations had submissions
 * then.
 */
export async function submissionOfVersion(
  tx: Tx,
  record: Omit<CaseIdentity, 'sequence'>,
  version: string,
): Promise<SubmissionRow | undefined> {
  const id = submissionId(record, version);
  const before = record.lifecycle === 'deal' ? [id.slice('deal:'.length)] : [];
  return one(
    tx,
    'update_id = any($1) and exists (select from cases c where c.case_id = submissions.case_id and c.lifecycle = $2)',
    [[id, ...before], record.lifecycle],
  );
}

/** One revision of a case, or its latest. */
export async function submissionOf(
  tx: Tx,
  caseId: string,
  revision?: number,
): Promise<SubmissionRow | undefined> {
  return one(tx, 'case_id = $1 and ($2::integer is null or revision = $2) order by revision desc limit 1', [
    caseId,
    revision ?? null,
  ]);
}

/** The revision that an update of a case has made. */
export async function submissionOfUpdate(
  tx: Tx,
  caseId: string,
  updateId: string,
): Promise<SubmissionRow | undefined> {
  return one(tx, 'case_id = $1 and update_id = $2', [caseId, updateId]);
}

/** The last revision of each of a partner's newest other cases, newest first. */
export async function submissionsOfPartner(
  tx: Tx,
  partnerId: string,
  butNot: string,
  limit: number,
): Promise<Pick<SubmissionRow, 'case' | 'canonical'>[]> {
  const { rows } = await tx.query<{ case_id: string; canonical: JsonObject }>(
    `select c.case_id, s.canonical from cases c
        join lateral (select canonical from submissions where case_id = c.case_id order by revision desc limit 1) s on true
      where c.lifecycle = 'deal' and c.partner_id = $1 and c.case_id <> $2 order by c.opened_at desc, c.case_id desc limit $3`,
    [partnerId, butNot, limit],
  );
  return rows.map((row) => ({ case: row.case_id, canonical: row.canonical }));
}

async function one(tx: Tx, where: string, values: unknown[]): Promise<SubmissionRow | undefined> {
  const { rows } = await tx.query<{
    case_id: string;
    revision: number;
    update_id: string;
    canonical: JsonObject;
    content_hash: string;
    received_at: Date;
  }>(`select * from submissions where ${where}`, values);
  const row = rows[0];
  return (
    row && {
      case: row.case_id,
      revision: row.revision,
      updateId: row.update_id,
      canonical: row.canonical,
      contentHash: row.content_hash,
      receivedAt: row.received_at.toISOString(),
    }
  );
}
