import type { AuditHead, AuditRow } from '../../domain/audit.ts';
import { AUTHORITY_CASE } from './authority-log.ts';
import type { Tx } from './pool.ts';

/** One case's whole chain as stored. */
export interface StoredChain {
  case: string;
  /** `at`: the time beside the row, for searching. */
  rows: (AuditRow & { at: Date })[];
  head: AuditHead | undefined;
  /** Whether a checkpoint still has to cover the head. */
  unsealed: boolean;
  /** Its looks up to this row were kept before looks were signed. */
  looksUnsignedUntil: number;
}

const PAGE = 500;

/**
 * Every chain by case id, some hundred at once; also of a case that has only a head or only rows left.
 * @param only these cases
 */
export async function* auditChains(tx: Tx, only?: readonly string[]): AsyncGenerator<StoredChain[]> {
  let after = '';
  for (;;) {
    const { rows: found } = await tx.query<{ case_id: string }>(
      `(select case_id from audit_heads where case_id > $2 and ($1::text[] is null or case_id = any($1))
          order by case_id limit ${PAGE})
        union (select distinct case_id from audit where case_id > $2 and ($1::text[] is null or case_id = any($1))
          order by case_id limit ${PAGE})
        order by case_id limit ${PAGE}`,
      [only ?? null, after],
    );
    if (found.length === 0) return;
    const ids = found.map((row) => row.case_id);
    yield await chains(tx, ids);
    after = ids.at(-1) as string;
  }
}

/** Whether a chain says what decisions rest on: who could decide, or how far a segment acted by itself. */
export function isAboutAuthority(id: string): boolean {
  return id === AUTHORITY_CASE || id.startsWith('rollout:');
}

/** All of those, also one that has only a head or only rows left. */
export async function authorityChains(tx: Tx): Promise<string[]> {
  const { rows } = await tx.query<{ case_id: string }>(
    `select case_id from audit_heads where case_id = $1 or case_id like 'rollout:%'
      union select case_id from audit where case_id = $1 or case_id like 'rollout:%'`,
    [AUTHORITY_CASE],
  );
  return rows.map((row) => row.case_id);
}

async function chains(tx: Tx, ids: string[]): Promise<StoredChain[]> {
  const rows = await tx.query<AuditRow & { at: Date }>(
    `select case_id as "case", seq, at, body, prev_hash as "prevHash", hash from audit
      where case_id = any($1) order by case_id, seq`,
    [ids],
  );
  const heads = await tx.query<AuditHead & { unsealed: boolean; looksUnsignedUntil: number }>(
    `select case_id as "case", seq, hash, unsealed, looks_unsigned_until as "looksUnsignedUntil" from audit_heads
      where case_id = any($1)`,
    [ids],
  );
  const byCase = Map.groupBy(rows.rows, (row) => row.case);
  const headOf = new Map(heads.rows.map((head) => [head.case, head]));
  return ids.map((id) => {
    const head = headOf.get(id);
    const { unsealed = false, looksUnsignedUntil = 0 } = head ?? {};
    return { case: id, rows: byCase.get(id) ?? [], head, unsealed, looksUnsignedUntil };
  });
}
