import type { Tx } from '../pool.ts';
import { send, sql } from '../sql.ts';

/** The appeal of one rejected registration. Instants are UTC, ISO 8601. */
export interface Appeal {
  /** The rejected case. */
  case: string;
  /** The case in which somebody else looks. */
  appealCase: string;
  /** Person id. */
  openedBy: string;
  /** Who rejected it: they do not decide it again. */
  formerReviewers: string[];
  /** Evidence of kind `appeal` of the appeal's case: the appellant's words, sealed. */
  reasonHash: string;
  openedAt: string;
  /** How the appeal's case was closed; null while it is open. */
  outcome: string | null;
}

/** Records an appeal; false when this case was appealed before. */
export async function insertAppeal(tx: Tx, one: Omit<Appeal, 'outcome'>): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into appeals (case_id, appeal_case, opened_by, former_reviewers, reason_hash, opened_at)
      values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [one.case, one.appealCase, one.openedBy, one.formerReviewers, one.reasonHash, one.openedAt],
  );
  return rowCount === 1;
}

/** The appeal against this case, and the one that this case is. */
export async function appealsOf(
  tx: Tx,
  caseId: string,
): Promise<{ against: Appeal | null; as: Appeal | null }> {
  const { rows } = await tx.query<Omit<Appeal, 'openedAt'> & { openedAt: Date }>(
    `select case_id as case, appeal_case as "appealCase", opened_by as "openedBy",
        former_reviewers as "formerReviewers", reason_hash as "reasonHash", opened_at as "openedAt", outcome
      from appeals where case_id = $1 or appeal_case = $1`,
    [caseId],
  );
  const found = rows.map((row) => ({ ...row, openedAt: row.openedAt.toISOString() }));
  return {
    against: found.find((one) => one.case === caseId) ?? null,
    as: found.find((one) => one.appealCase === caseId) ?? null,
  };
}

/** Notes how an appeal ended; a case that is no appeal is left alone. @param at UTC instant */
export async function closeAppeal(tx: Tx, appealCase: string, outcome: string, at: string): Promise<void> {
  await send(
    tx,
    sql`update appeals set outcome = ${outcome}, closed_at = ${at} where appeal_case = ${appealCase}`,
  );
}
