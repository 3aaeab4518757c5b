import {
  type AuditHead,
  type Checkpoint,
  checkpointText,
  GENESIS,
  headsOf,
  headsText,
} from '../../domain/audit.ts';
import type { SigningKey } from '../keys/keys.ts';
import { signText } from '../keys/sign.ts';
import { sha256 } from './hash.ts';
import type { Tx } from './pool.ts';

/** Heads in one checkpoint; what is left over comes with the next one. */
const MOST_HEADS = 10_000;

/** The last checkpoint, undefined before the first. */
export async function lastCheckpoint(tx: Tx): Promise<Checkpoint | undefined> {
  return (await checkpointsAfter(tx, undefined, 'desc', 1))[0];
}

/** Checkpoints in the order of their numbers, at most `limit` after `number`. */
export async function checkpointsAfter(
  tx: Tx,
  number: number | undefined,
  order: 'asc' | 'desc',
  limit: number,
): Promise<Checkpoint[]> {
  const { rows } = await tx.query<Checkpoint>(
    `select number, at, heads, prev_hash as "prevHash", hash, kid, signature from checkpoints
      where $1::integer is null or number > $1 order by number ${order} limit $2`,
    [number ?? null, limit],
  );
  return rows;
}

/**
 * Hashes all heads that changed since the last checkpoint onto it and signs the result; null when none did. Heads of
 * transactions still open are not seen and come with the next one.
 * @param at UTC instant, ISO 8601.
 * @throws an error with code 40001 when another process has just added the same number: transact runs it again.
 */
export async function addCheckpoint(tx: Tx, key: SigningKey, at: string): Promise<Checkpoint | null> {
  const { rows } = await tx.query<AuditHead>(
    `select case_id as "case", seq, hash from audit_heads where unsealed order by case_id limit ${MOST_HEADS}`,
  );
  if (rows.length === 0) return null;
  const last = await lastCheckpoint(tx);
  const draft = {
    number: (last?.number ?? 0) + 1,
    at,
    heads: headsText(rows),
    prevHash: last?.hash ?? GENESIS,
  };
  const hash = sha256(checkpointText(draft));
  const signature = signText(key.privateKey, 'checkpoint', hash);
  await tx.query('select audit_checkpoint($1, $2, $3, $4, $5, $6)', [
    draft.number,
    draft.at,
    draft.heads,
    draft.prevHash,
    key.kid,
    signature,
  ]);
  return { ...draft, hash, kid: key.kid, signature };
}

/** Covers every head that has changed, with as many checkpoints as it takes. Answers the number of the last one, 0 when there is none. */
export async function coverAll(tx: Tx, key: SigningKey, at: string): Promise<number> {
  for (;;) {
    const added = await addCheckpoint(tx, key, at);
    if (added === null || headsOf(added).length < MOST_HEADS) break;
  }
  return (await lastCheckpoint(tx))?.number ?? 0;
}
