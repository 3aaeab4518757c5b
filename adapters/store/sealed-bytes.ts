import type { Tx } from './pool.ts';
import { type Subject, SubjectErased, subjectKeysOf } from './seal.ts';
import { openBytes, sealBytes, type Vault } from './vault.ts';

/** Bytes sealed whole, as a column holds them. */
export function sealWhole(subject: Subject, bytes: Buffer): Buffer {
  const { iv, tag, ct } = sealBytes(subject.key, subject.id, bytes);
  return Buffer.concat([iv, tag, ct]);
}

export function openWhole(subject: Subject, sealed: Buffer): Buffer {
  const parts = { iv: sealed.subarray(0, 12), tag: sealed.subarray(12, 28), ct: sealed.subarray(28) };
  return openBytes(subject.key, subject.id, parts);
}

/** The subject of a row. @throws SubjectErased when its key was destroyed. */
export async function subjectOf(tx: Tx, vault: Vault, id: string): Promise<Subject> {
  const key = (await subjectKeysOf(tx, vault, [id])).get(id);
  if (!key) throw new SubjectErased(id);
  return { id, key };
}

/** From now on nothing that was sealed for these can be read. */
export async function destroyKeys(tx: Tx, subjects: readonly string[], at: Date): Promise<void> {
  await tx.query(
    `update subjects set wrapped_key = null, destroyed_at = $2
      where subject_id = any($1) and destroyed_at is null`,
    [subjects, at],
  );
}
