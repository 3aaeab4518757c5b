import { randomUUID } from 'node:crypto';
import type { UnreadDocument } from '../../../domain/claim/evidence.ts';
import type { DocumentReading } from '../../../domain/documents/document-reading.ts';
import { sha256Bytes } from '../hash.ts';
import type { Tx } from '../pool.ts';
import { openPerson } from '../seal.ts';
import { openWhole, sealWhole, subjectOf } from '../sealed-bytes.ts';
import type { Vault } from '../vault.ts';

/** What was read of a document, or why nothing was. */
export type KeptReading = { reading: DocumentReading } | { unread: UnreadDocument };

/**
 * Keeps the documents of a case, each sealed under a key of its own. One that is there stays as it is.
 * @param contents base64 by the hash of the content
 * @param people keyed hashes of those whom the claim names: when one of them is erased, these documents are
 */
export async function keepDocuments(
  tx: Tx,
  vault: Vault,
  caseId: string,
  contents: Readonly<Record<string, string>>,
  people: readonly string[],
): Promise<void> {
  for (const [hash, content] of Object.entries(contents)) {
    const { rowCount } = await tx.query('select from claim_documents where case_id = $1 and hash = $2', [
      caseId,
      hash,
    ]);
    if (rowCount === 1) continue;
    const own = await openPerson(tx, vault, `document:${randomUUID()}`);
    await tx.query(
      `insert into claim_documents (case_id, hash, subject_id, people, bytes) values ($1, $2, $3, $4, $5)
        on conflict do nothing`,
      [caseId, hash, own.id, people, sealWhole(own, Buffer.from(content, 'base64'))],
    );
  }
}

/** Takes documents over from an earlier case of the same claim, with what was read of them. */
export async function takeOverDocuments(tx: Tx, caseId: string, hashes: readonly string[]): Promise<void> {
  if (hashes.length === 0) return;
  await tx.query(
    `insert into claim_documents (case_id, hash, subject_id, people, bytes, reading)
      select distinct on (d.hash) c.case_id, d.hash, d.subject_id, d.people, d.bytes, d.reading
        from claim_documents d join cases o on o.case_id = d.case_id
          join cases c on c.case_id = $1 and (c.lifecycle, c.source, c.external_id) = (o.lifecycle, o.source, o.external_id)
        where d.hash = any($2) order by d.hash, o.sequence desc
      on conflict do nothing`,
    [caseId, hashes],
  );
}

/** Hashes of a case's documents of which nothing was read yet, among these. */
export async function unreadDocuments(tx: Tx, caseId: string, hashes: readonly string[]): Promise<string[]> {
  if (hashes.length === 0) return [];
  const { rows } = await tx.query<{ hash: string }>(
    'select hash from claim_documents where case_id = $1 and hash = any($2) and reading is null order by hash',
    [caseId, hashes],
  );
  return rows.map(({ hash }) => hash);
}

/** The bytes of a document; undefined when the case has none that this is the hash of. @throws SubjectErased */
export async function documentBytes(
  tx: Tx,
  vault: Vault,
  caseId: string,
  hash: string,
): Promise<Buffer | undefined> {
  const { rows } = await tx.query<{ subject_id: string; bytes: Buffer }>(
    'select subject_id, bytes from claim_documents where case_id = $1 and hash = $2',
    [caseId, hash],
  );
  const [row] = rows;
  if (!row) return undefined;
  const bytes = openWhole(await subjectOf(tx, vault, row.subject_id), row.bytes);
  // Our own role in the database could put in what came with another claim.
  return sha256Bytes(bytes) === hash ? bytes : undefined;
}

/** Keeps what was read of a document, sealed with it. The same again changes nothing. @throws SubjectErased */
export async function keepReading(
  tx: Tx,
  vault: Vault,
  caseId: string,
  hash: string,
  kept: KeptReading,
): Promise<void> {
  const { rows } = await tx.query<{ subject_id: string }>(
    'select subject_id from claim_documents where case_id = $1 and hash = $2 and reading is null',
    [caseId, hash],
  );
  const [row] = rows;
  if (!row) return;
  const sealed = sealWhole(await subjectOf(tx, vault, row.subject_id), Buffer.from(JSON.stringify(kept)));
  await tx.query(
    'update claim_documents set reading = $3 where case_id = $1 and hash = $2 and reading is null',
    [caseId, hash, sealed],
  );
}

/** What was read of a case's documents, by hash; of those that are not read, erased, or read of another document, nothing. */
export async function readingsOf(
  tx: Tx,
  vault: Vault,
  caseId: string,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, KeptReading>> {
  const { rows } = await tx.query<{ hash: string; subject_id: string; reading: Buffer }>(
    `select d.hash, d.subject_id, d.reading from claim_documents d join subjects s using (subject_id)
      where d.case_id = $1 and d.hash = any($2) and d.reading is not null and s.wrapped_key is not null`,
    [caseId, hashes],
  );
  const read = new Map<string, KeptReading>();
  for (const { hash, subject_id, reading } of rows) {
    const subject = await subjectOf(tx, vault, subject_id);
    const kept = JSON.parse(openWhole(subject, reading).toString()) as KeptReading;
    const { document } = 'reading' in kept ? kept.reading : kept.unread;
    if (document === hash) read.set(hash, kept);
  }
  return read;
}
