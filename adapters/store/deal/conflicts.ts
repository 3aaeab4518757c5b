import type { ConflictHistory } from '../../../domain/deal/conflict-history.ts';
import { jsonb } from '../jsonb.ts';
import type { Tx } from '../pool.ts';
import { send, sql } from '../sql.ts';

/** Keeps what one look found; the same look again changes nothing. One statement; none for an empty list. */
export async function putConflicts(tx: Tx, found: readonly ConflictHistory[]): Promise<void> {
  if (found.length === 0) return;
  await send(
    tx,
    sql`insert into conflict_histories (case_id, revision, other_record, partner_id, verdict, clause, probability, risk, action,
        this_first, evidence_hash, this_side, other_side, fields, at)
      select "case", revision, "otherRecord", "partnerId", verdict, clause, probability, risk, action, "thisFirst",
          "evidenceHash", "thisSide", "otherSide", fields, at
        from jsonb_to_recordset(${jsonb(found as never)}::jsonb) as t ("case" text, revision integer, "otherRecord" text, "partnerId" text, verdict text,
          clause text, probability numeric, risk integer, action text, "thisFirst" boolean, "evidenceHash" text, "thisSide" jsonb,
          "otherSide" jsonb, fields jsonb, at timestamptz)
      on conflict do nothing`,
  );
}

/** What the last look at a case found in its way, gravest first; `revision` names an earlier look. */
export async function conflictsOf(tx: Tx, caseId: string, revision?: number): Promise<ConflictHistory[]> {
  const { rows } = await tx.query<Columns>(
    `select * from conflict_histories c where case_id = $1
        and case when $2::integer is null
          then evidence_hash = (select evidence_hash from cases where case_id = $1) else revision = $2 end
      order by verdict, risk desc, other_record`,
    [caseId, revision ?? null],
  );
  return rows.map(historyFrom);
}

/** Fills in until when a rejection may be appealed, or by which case it was. Instants are UTC, ISO 8601. */
export async function noteAppeal(
  tx: Tx,
  caseId: string,
  appeal: { appealUntil?: string; appealedBy?: string },
): Promise<void> {
  await send(
    tx,
    sql`update conflict_histories set appeal_until = coalesce(${appeal.appealUntil ?? null}::timestamptz, appeal_until),
        appealed_by = coalesce(${appeal.appealedBy ?? null}, appealed_by)
      where case_id = ${caseId}`,
  );
}

interface Columns {
  case_id: string;
  revision: number;
  other_record: string;
  partner_id: string;
  verdict: ConflictHistory['verdict'];
  clause: ConflictHistory['clause'];
  probability: string;
  risk: number;
  action: ConflictHistory['action'];
  this_first: boolean;
  evidence_hash: string;
  this_side: ConflictHistory['thisSide'];
  other_side: ConflictHistory['otherSide'];
  fields: ConflictHistory['fields'];
  appeal_until: Date | null;
  appealed_by: string | null;
  at: Date;
}

function historyFrom(row: Columns): ConflictHistory {
  return {
    case: row.case_id,
    revision: row.revision,
    otherRecord: row.other_record,
    partnerId: row.partner_id,
    verdict: row.verdict,
    clause: row.clause,
    probability: Number(row.probability),
    risk: row.risk,
    action: row.action,
    thisFirst: row.this_first,
    evidenceHash: row.evidence_hash,
    thisSide: row.this_side,
    otherSide: row.other_side,
    fields: row.fields,
    appealUntil: row.appeal_until?.toISOString() ?? null,
    appealedBy: row.appealed_by,
    at: row.at.toISOString(),
  };
}
