import type { AuditEntry, AuditProblem } from '../../domain/audit.ts';
import type { StoredChain } from './audit-chains.ts';
import type { Tx } from './pool.ts';

/** Cases without a trail, and evidence whose text is no longer what its address says. */
export async function lostRecords(tx: Tx, only?: string): Promise<AuditProblem[]> {
  const { rows } = await tx.query<AuditProblem>(
    `select c.case_id as "case", 'case_missing' as kind, 'the case has no audit trail' as message
      from cases c left join audit_heads h using (case_id)
      where ($1::text is null or c.case_id = $1) and h.case_id is null
    union all
    select case_id, 'evidence_changed', 'evidence ' || hash || ' is not what was hashed'
      from evidence
      where ($1::text is null or case_id = $1) and encode(sha256(convert_to(body, 'UTF8')), 'hex') <> hash
    order by 1, 2, 3`,
    [only ?? null],
  );
  return rows;
}

/** What an entry may name as evidence that is kept. */
const REFERENCES = [
  'evidenceHash',
  'decisionHash',
  'proofHash',
  'reasonHash',
  'evidence',
  'decision',
] as const;
/** A decision may be named by what it says instead, such as `approve`; a rollback after the end rests on no evidence and says so with ''. */
const ADDRESS = /^[0-9a-f]{64}$/;

/** What sound chains speak of: the time kept beside each row, and the evidence that an entry names. */
export async function lostReferences(tx: Tx, chains: readonly StoredChain[]): Promise<AuditProblem[]> {
  const rows = chains.flatMap((chain) =>
    chain.rows.map((row) => ({ ...row, entry: JSON.parse(row.body) as AuditEntry })),
  );
  const named = rows.flatMap((row) =>
    REFERENCES.map((name) => row.entry[name])
      .filter((hash) => typeof hash === 'string' && ADDRESS.test(hash))
      .map((evidence) => ({ ...row, evidence: String(evidence) })),
  );
  const { rows: kept } = await tx.query<{ hash: string }>('select hash from evidence where hash = any($1)', [
    named.map((row) => row.evidence),
  ]);
  const there = new Set(kept.map((row) => row.hash));
  return [
    ...rows
      .filter((row) => row.at.getTime() !== Date.parse(row.entry.at))
      .map((row) => ({
        case: row.case,
        kind: 'row_changed' as const,
        message: `the time beside row ${row.seq} is not the one in it`,
      })),
    ...named
      .filter((row) => !there.has(row.evidence))
      .map((row) => ({
        case: row.case,
        kind: 'evidence_missing' as const,
        message: `row ${row.seq} rests on evidence ${row.evidence}, which is gone`,
      })),
  ];
}
