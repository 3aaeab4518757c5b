import { type AuditEntry, entryBody } from '../../domain/audit.ts';
import type { Tx } from './pool.ts';
import { send, sql } from './sql.ts';

/** Where an entry stands in its case's chain: what receipts name. */
export interface AuditLink {
  seq: number;
  hash: string;
}

/** Appends one entry to a case's chain, in the transaction of the change that it records. One round trip. */
export async function appendAudit(tx: Tx, caseId: string, entry: AuditEntry): Promise<AuditLink> {
  const { rows } = await send<{ seq: number; hash: string }>(
    tx,
    sql`select seq, hash from audit_append(${caseId}, ${entryBody(entry)})`,
  );
  return rows[0] as AuditLink;
}

/** One entry of a case as stored, with its link. */
export interface AuditRecord extends AuditLink {
  case: string;
  entry: AuditEntry;
}

/** A case's entries, oldest first. */
export async function auditOf(tx: Tx, caseId: string): Promise<AuditRecord[]> {
  const { rows } = await tx.query<{ seq: number; hash: string; body: string }>(
    'select seq, hash, body from audit where case_id = $1 order by seq',
    [caseId],
  );
  return rows.map((row) => ({ case: caseId, seq: row.seq, hash: row.hash, entry: JSON.parse(row.body) }));
}
