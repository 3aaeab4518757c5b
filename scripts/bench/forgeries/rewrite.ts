import type { SigningKey } from '../../../adapters/keys/keys.ts';
import { signText } from '../../../adapters/keys/sign.ts';
import { sha256 } from '../../../adapters/store/hash.ts';
import {
  type AuditEntry,
  checkpointText,
  entryBody,
  GENESIS,
  headsText,
  linkText,
} from '../../../domain/audit.ts';
import type { Planting } from './planting.ts';

/** Hashes a case's chain anew after `change` has looked at each entry (null: the row goes), with its head. */
export async function rewriteChain(
  { query }: Planting,
  id: string,
  change: (entry: AuditEntry, seq: number) => AuditEntry | null,
): Promise<void> {
  const rows = (await query('select seq, body from audit where case_id = $1 order by seq', [id])) as {
    seq: number;
    body: string;
  }[];
  await query('delete from audit where case_id = $1', [id]);
  let prevHash = GENESIS;
  let seq = 0;
  for (const row of rows) {
    const entry = change(JSON.parse(row.body) as AuditEntry, row.seq);
    if (entry === null) continue;
    seq += 1;
    const body = entryBody(entry);
    const hash = sha256(linkText({ case: id, seq, body, prevHash }));
    await query(
      'insert into audit (case_id, seq, at, body, prev_hash, hash) values ($1, $2, $3, $4, $5, $6)',
      [id, seq, entry.at, body, prevHash, hash],
    );
    prevHash = hash;
  }
  await query('update audit_heads set seq = $2, hash = $3, unsealed = true where case_id = $1', [
    id,
    seq,
    prevHash,
  ]);
}

/** Writes one checkpoint over all chains as they are now, in the place of all that were there. */
export async function replaceCheckpoints({ query }: Planting, key: SigningKey): Promise<void> {
  const heads = (await query('select case_id as "case", seq, hash from audit_heads')) as never;
  const [last] = await query('select max(number) as number, max(at) as at from checkpoints');
  const { number, at } = last as { number: number; at: string };
  await query('delete from checkpoints');
  let prevHash = GENESIS;
  for (let n = 1; n <= number; n += 1) {
    const draft = { number: n, at, heads: n === number ? headsText(heads) : '[]', prevHash };
    const hash = sha256(checkpointText(draft));
    await query(
      'insert into checkpoints (number, at, heads, prev_hash, hash, kid, signature) values ($1, $2, $3, $4, $5, $6, $7)',
      [n, at, draft.heads, prevHash, hash, key.kid, signText(key.privateKey, 'checkpoint', hash)],
    );
    prevHash = hash;
  }
  await query('update audit_heads set unsealed = false');
}
