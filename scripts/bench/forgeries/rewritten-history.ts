import type { SigningKey } from '../../../adapters/keys/keys.ts';
import { signReceipt } from '../../../adapters/keys/receipts.ts';
import { sha256 } from '../../../adapters/store/hash.ts';
import { canonicalText } from '../../../domain/evidence.ts';
import type { Forgery } from './forgery.ts';
import type { Planting } from './planting.ts';
import { replaceCheckpoints, rewriteChain } from './rewrite.ts';

/**
 * What only a witness finds: whoever owns the database has the installation's key as well, and writes the whole history anew, so that
 * every hash and signature is right. @param key the installation's
 */
export function rewrittenHistory(key: SigningKey): Forgery {
  return {
    name: "the whole history written anew with the installation's key",
    by: 'owner',
    plant: async (db) => {
      const rows = await db.query('select case_id from audit_heads');
      const ids = rows.map(({ case_id: id }) => String(id)).filter((id) => id.startsWith('deal:'));
      for (const id of ids)
        await rewriteChain(db, id, (entry) =>
          entry.action === 'gate.opened' ? { ...entry, note: 'nothing' } : entry,
        );
      await resignReceipts(db, key);
      await replaceCheckpoints(db, key);
    },
  };
}

/** Receipts name the rows that were hashed anew. */
async function resignReceipts({ query }: Planting, key: SigningKey): Promise<void> {
  const rows = await query("select hash, case_id, body from evidence where kind = 'receipt'");
  for (const { hash, case_id: id, body } of rows) {
    const { signature: _, kid: __, fingerprint: ___, ...receipt } = JSON.parse(String(body));
    const [row] = await query('select hash from audit where case_id = $1 and seq = $2', [
      id,
      receipt.audit.seq,
    ]);
    const audit = { ...receipt.audit, hash: row?.hash };
    const text = canonicalText(signReceipt(key, { ...receipt, audit }));
    await query('update evidence set body = $2, hash = $3 where hash = $1', [hash, text, sha256(text)]);
  }
}
