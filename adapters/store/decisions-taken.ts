import type { AuditEntry } from '../../domain/audit.ts';
import type { Period } from '../../domain/period.ts';
import type { AuditRecord } from './audit.ts';
import type { Tx } from './pool.ts';

/** Every decision that a person took in a period, in the order of time, as the audit trail has it. */
export async function decisionsTaken(tx: Tx, { from, to }: Period): Promise<AuditRecord[]> {
  const { rows } = await tx.query<{ case: string; seq: number; hash: string; body: string }>(
    `select case_id as "case", seq, hash, body from audit
      where at >= $1 and at < $2 and body::json ->> 'action' = 'decision.accepted' order by at, case_id, seq`,
    [from, to],
  );
  return rows.map(({ body, ...row }) => ({ ...row, entry: JSON.parse(body) as AuditEntry }));
}
