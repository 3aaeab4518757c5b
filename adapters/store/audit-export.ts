import type { AuditEntry } from '../../domain/audit.ts';
import { checkpointsAfter } from './checkpoints.ts';
import type { Tx } from './pool.ts';

const PAGE = 1000;

/**
 * The audit trail for a SIEM, one JSON text a line (without the line feed): first the entries by time as
 * `{ case, seq, prevHash, hash, entry }`, then, unless one case is asked for, the checkpoints as `{ checkpoint }`.
 * A line can be checked on its own: hash = sha256(prevHash LF case LF seq LF RFC 8785 text of entry).
 * @param options.since UTC instant, ISO 8601, inclusive. Transactions commit a little after their `at`: let two exports overlap
 *   by a minute and drop the repeats by (case, seq).
 */
export async function* exportAudit(
  tx: Tx,
  options: { since?: string; case?: string } = {},
): AsyncGenerator<string> {
  await tx.query('set local statement_timeout = 0');
  let after: unknown[] = ['-infinity', '', 0];
  for (;;) {
    const { rows } = await tx.query<{
      case_id: string;
      seq: number;
      exact_at: string;
      body: string;
      prev_hash: string;
      hash: string;
    }>(
      `select case_id, seq, at::text as exact_at, body, prev_hash, hash from audit
        where ($1::timestamptz is null or at >= $1) and ($2::text is null or case_id = $2)
          and (at, case_id, seq) > ($3::timestamptz, $4, $5)
        order by at, case_id, seq limit ${PAGE}`,
      [options.since ?? null, options.case ?? null, ...after],
    );
    for (const row of rows) {
      const entry: AuditEntry = JSON.parse(row.body);
      yield JSON.stringify({
        case: row.case_id,
        seq: row.seq,
        prevHash: row.prev_hash,
        hash: row.hash,
        entry,
      });
    }
    const last = rows.at(-1);
    if (!last) break;
    after = [last.exact_at, last.case_id, last.seq];
  }
  if (options.case !== undefined) return;
  let number = 0;
  for (;;) {
    const page = await checkpointsAfter(tx, number, 'asc', PAGE);
    for (const checkpoint of page)
      if (options.since === undefined || checkpoint.at >= options.since) yield JSON.stringify({ checkpoint });
    if (page.length === 0) return;
    number = page.at(-1)?.number ?? number;
  }
}
