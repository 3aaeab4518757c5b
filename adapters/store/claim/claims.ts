import type { Validation } from '../../../domain/claim/decision.ts';
import type { ClaimStatus } from '../../../domain/claim/status.ts';
import type { Tx } from '../pool.ts';
import { send, sql } from '../sql.ts';

/** Where a claim stands. */
export interface ClaimRow {
  case: string;
  partnerId: string;
  program: string | null;
  validation: Validation;
  status: ClaimStatus | null;
  /** UTC instant of the last change. */
  at: string;
}

/** Keeps what a look made of a claim; its status stays. */
export async function putClaim(tx: Tx, claim: Omit<ClaimRow, 'status'>): Promise<void> {
  const { case: id, partnerId, program, validation, at } = claim;
  await send(
    tx,
    sql`insert into claims (case_id, partner_id, program, validation, at)
      values (${id}, ${partnerId}, ${program}, ${validation}, ${at})
      on conflict (case_id) do update set program = excluded.program, validation = excluded.validation, at = excluded.at`,
  );
}

export async function setClaimStatus(tx: Tx, caseId: string, status: ClaimStatus, at: string): Promise<void> {
  await send(tx, sql`update claims set status = ${status}, at = ${at} where case_id = ${caseId}`);
}

export async function claimOf(tx: Tx, caseId: string): Promise<ClaimRow | undefined> {
  const { rows } = await tx.query<Omit<ClaimRow, 'at'> & { at: Date }>(
    `select case_id as case, partner_id as "partnerId", program, validation, status, at from claims where case_id = $1`,
    [caseId],
  );
  const [row] = rows;
  return row && { ...row, at: row.at.toISOString() };
}
