import type { StatedComparison } from '../../domain/comparison.ts';
import type { TrustRoot } from '../../domain/gate/authority-log.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { type ComparisonSigner, signedBy } from './agreements.ts';
import type { Tx } from './pool.ts';
import { undoneImports } from './undone-imports.ts';

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

/** What an import states, all decided blind: nobody had seen what the machine makes of them. */
export async function statedHistory(
  tx: Tx,
  { id, lifecycle }: Pick<HistoryImport, 'id' | 'lifecycle'>,
  comparisons: readonly HistoryComparison[],
): Promise<StatedComparison[]> {
  const revisions = await nextRevisions(tx, comparisons);
  return comparisons.map((comparison) => ({
    ...{ ...comparison, lifecycle, import: id, kind: 'blind', share: 1 },
    revision: revisions.get(comparison.case) ?? 1,
  }));
}

/** Keeps an import with its comparisons, each signed by whoever brings them in. */
export async function putHistory(
  tx: Tx,
  one: Omit<HistoryImport, 'undoneAt'>,
  comparisons: readonly StatedComparison[],
  signer: ComparisonSigner,
): Promise<void> {
  await tx.query(
    `insert into history_imports (import_id, lifecycle, file_hash, evidence_hash, at, by_person)
      values ($1, $2, $3, $4, $5, $6)`,
    [one.id, one.lifecycle, one.fileHash, one.evidenceHash, one.at, one.by],
  );
  const rows = comparisons.map((stated) => {
    const { kid, signature } = signedBy(stated, signer);
    return { ...stated, kid, signature };
  });
  await tx.query(
    `insert into agreements
        (case_id, revision, lifecycle, segment, machine, human, agreed, amount_usd, kind, draw, share, at, import_id,
          kid, signature, signed_at)
      select c."case", c.revision, c.lifecycle, c.segment, c.machine, c.human, c.agreed, c."amountUsd", c.kind, c.draw, c.share,
          c.at, c.import, c.kid, c.signature, $2
        from jsonb_to_recordset($1::jsonb) as c ("case" text, revision integer, lifecycle text, segment text, machine text,
          human text, agreed boolean, "amountUsd" numeric, kind text, draw double precision, share double precision,
          at timestamptz, import text, kid text, signature text)`,
    [JSON.stringify(rows), signer.at],
  );
}

/** A registration whose earlier import was taken back comes in once more: as its next revision. */
async function nextRevisions(
  tx: Tx,
  comparisons: readonly HistoryComparison[],
): Promise<Map<string, number>> {
  const { rows } = await tx.query<{ case: string; next: number }>(
    'select case_id as "case", max(revision) + 1 as next from agreements where case_id = any($1) group by case_id',
    [comparisons.map((one) => one.case)],
  );
  return new Map(rows.map((row) => [row.case, row.next]));
}

/** Notes on its row that an import is taken back, for whoever reads the table. What counts is that its trail says so, signed. */
export async function undoHistory(tx: Tx, id: string, by: string, at: string): Promise<void> {
  await tx.query('update history_imports set undone_at = $2, undone_by = $3 where import_id = $1', [
    id,
    at,
    by,
  ]);
}

/** Every import of a lifecycle, newest first. @param root the installation's public key, kept outside the database */
export async function historyImports(
  tx: Tx,
  root: TrustRoot,
  lifecycle: Lifecycle,
): Promise<HistoryImport[]> {
  const { rows } = await tx.query<{
    import_id: string;
    file_hash: string;
    evidence_hash: string;
    at: Date;
    by_person: string;
  }>('select * from history_imports where lifecycle = $1 order by at desc, import_id', [lifecycle]);
  const undone = await undoneImports(tx, root);
  return rows.map((row) => ({
    id: row.import_id,
    lifecycle,
    fileHash: row.file_hash,
    evidenceHash: row.evidence_hash,
    at: row.at.toISOString(),
    by: row.by_person,
    undoneAt: undone.get(row.import_id) ?? null,
  }));
}

/** Ids that the PRM gave the records which we wrote for registrations with these ids. */
export async function recordsWritten(
  tx: Tx,
  lifecycle: Lifecycle,
  externalIds: readonly string[],
): Promise<Set<string>> {
  const { rows } = await tx.query<{ id: string }>(
    `select e.landed ->> 'id' as id from effects e join cases c using (case_id)
      where e.operation = 'prm.createDeal' and e.landed ->> 'id' is not null
        and c.lifecycle = $1 and c.external_id = any($2)`,
    [lifecycle, externalIds],
  );
  return new Set(rows.map(({ id }) => id));
}

/**
 * Of these registrations of the past the ones that do not count again: those of an import that stands, and cases of ours under the same id or
 * under the id that the PRM gave the record that we wrote, unless they were only watched and nobody has decided them: what we decided or advised is no decision that was taken blind.
 */
export async function countedAlready(
  tx: Tx,
  root: TrustRoot,
  lifecycle: Lifecycle,
  past: readonly { case: string; externalId: string }[],
): Promise<Set<string>> {
  const { rows } = await tx.query<{ id: string }>(
    `with asked as (select * from unnest($1::text[], $2::text[]) as asked (id, external_id)),
        ours as (
          select asked.id, c.case_id, c.mode from asked join cases c on c.lifecycle = $3 and c.external_id = asked.external_id
          union
          select asked.id, c.case_id, c.mode from asked
            join effects e on e.operation = 'prm.createDeal' and e.landed ->> 'id' = asked.external_id
            join cases c on c.case_id = e.case_id and c.lifecycle = $3)
      select a.case_id as id from agreements a where a.case_id = any($1) and a.import_id is not null and a.import_id <> all($4)
      union
      select ours.id from ours where ours.mode is distinct from 'shadow'
        or exists (select from agreements a where a.case_id = ours.case_id and a.human is not null)`,
    [
      past.map((one) => one.case),
      past.map((one) => one.externalId),
      lifecycle,
      [...(await undoneImports(tx, root)).keys()],
    ],
  );
  return new Set(rows.map(({ id }) => id));
}
