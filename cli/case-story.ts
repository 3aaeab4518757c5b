import { type AuditRecord, auditOf } from '../adapters/store/audit.ts';
import type { Tx } from '../adapters/store/pool.ts';

/** One write of a case as it is shown. */
export interface ShownEffect {
  key: string;
  operation: string;
  step: string;
  status: string;
  /** The write that this one takes back. */
  undoes: string | null;
  at: string;
}

/** What happened to a case, and what it wrote (the ledger's mark of a rollback is no write), oldest first. */
export interface CaseStory {
  audit: AuditRecord[];
  effects: ShownEffect[];
}

export async function caseStory(tx: Tx, caseId: string): Promise<CaseStory> {
  const { rows } = await tx.query<Omit<ShownEffect, 'at'> & { at: Date }>(
    `select key, operation, step, status, undoes, coalesce(sent_at, created_at) as at
      from effects where case_id = $1 and operation <> 'rollback' order by created_at, key`,
    [caseId],
  );
  return {
    audit: await auditOf(tx, caseId),
    effects: rows.map((row) => ({ ...row, at: row.at.toISOString() })),
  };
}
