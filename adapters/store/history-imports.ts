import type { Lifecycle } from '../../domain/lifecycles.ts';
import type { Tx } from './pool.ts';

/** A file of registrations of the past whose comparisons count, or counted. Instants are UTC. */
export interface HistoryImport {
  id: string;
  lifecycle: Lifecycle;
  /** SHA-256 of the file. */
  fileHash: string;
  evidenceHash: string;
  at: string;
  by: string;
  /** Null while it stands. */
  undoneAt: string | null;
}

/** One comparison of the past. */
export interface HistoryComparison {
  case: string;
  segment: string;
  machine: string;
  human: string;
  /** Null: there is nothing to compare. */
  agreed: boolean | null;
  /** Decimal string. */
  amountUsd: string;
  draw: number;
  /** UTC instant at which the person decided. */
  at: string;
}

/** Keeps an import with its comparisons, all decided blind: nobody had seen what the machine makes of them. */
export async function putHistory(
  tx: Tx,
  one: Omit<HistoryImport, 'undoneAt'>,
  comparisons: readonly HistoryComparison[],
): Promise<void> {
  await tx.query(
    `insert into history_imports (import_id, lifecycle, file_hash, evidence_hash, at, by_person)
      values ($1, $2, $3, $4, $5, $6)`,
    [one.id, one.lifecycle, one.fileHash, one.evidenceHash, one.at, one.by],
  );
  // A registration whose earlier import was taken back comes in once more: as its next revision.
  await tx.query(
    `insert into agreements
        (case_id, revision, lifecycle, segment, machine, human, agreed, amount_usd, kind, draw, share, at, import_id)
      select c."case", 1 + coalesce((select max(a.revision) from agreements a where a.case_id = c."case"), 0), $2,
          c.segment, c.machine, c.human, c.agreed, c."amountUsd", 'blind', c.draw, 1, c.at, $1
        from jsonb_to_recordset($3::jsonb) as c ("case" text, segment text, machine text, human text, agreed boolean,
          "amountUsd" numeric, draw double precision, at timestamptz)`,
    [one.id, one.lifecycle, JSON.stringify(comparisons)],
  );
}

/** Takes an import back; false when it was already. */
export async function undoHistory(tx: Tx, id: string, by: string, at: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    'update history_imports set undone_at = $2, undone_by = $3 where import_id = $1 and undone_at is null',
    [id, at, by],
  );
  return rowCount === 1;
}

/** Every import of a lifecycle, newest first. */
export async function historyImports(tx: Tx, lifecycle: Lifecycle): Promise<HistoryImport[]> {
  const { rows } = await tx.query<{
    import_id: string;
    file_hash: string;
    evidence_hash: string;
    at: Date;
    by_person: string;
    undone_at: Date | null;
  }>('select * from history_imports where lifecycle = $1 order by at desc, import_id', [lifecycle]);
  return rows.map((row) => ({
    id: row.import_id,
    lifecycle,
    fileHash: row.file_hash,
    evidenceHash: row.evidence_hash,
    at: row.at.toISOString(),
    by: row.by_person,
    undoneAt: row.undone_at?.toISOString() ?? null,
  }));
}

/**
 * Of these registrations of the past the ones that do not count again: those of an import that stands, and cases of ours under the same id,
 * unless they were only watched and nobody has decided them: what we decided or advised is no decision that was taken blind.
 */
export async function countedAlready(
  tx: Tx,
  lifecycle: Lifecycle,
  past: readonly { case: string; externalId: string }[],
): Promise<Set<string>> {
  const { rows } = await tx.query<{ id: string }>(
    `select a.case_id as id from agreements a join history_imports h using (import_id)
        where a.case_id = any($1) and h.undone_at is null
      union
      select asked.id from unnest($1::text[], $2::text[]) as asked (id, external_id)
        join cases c on c.lifecycle = $3 and c.external_id = asked.external_id
        where c.mode is distinct from 'shadow'
          or exists (select from agreements a where a.case_id = c.case_id and a.human is not null)`,
    [past.map((one) => one.case), past.map((one) => one.externalId), lifecycle],
  );
  return new Set(rows.map(({ id }) => id));
}
