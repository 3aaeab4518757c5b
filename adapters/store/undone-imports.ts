import type { AuditEntry } from '../../domain/audit.ts';
import type { TrustRoot } from '../../domain/gate/authority-log.ts';
import { importChain } from '../../domain/identity.ts';
import { readAuthorityHistory } from './authority-log.ts';
import type { Tx } from './pool.ts';
import { trailSignatures } from './trail-signature.ts';

/**
 * The imports of registrations of the past that were taken back, each with the instant: those whose trail says so, signed by somebody who may. The
 * row of an import says it as well, and proves nothing: our own role in the database can write it.
 * @param root the installation's public key, kept outside the database
 */
export async function undoneImports(tx: Tx, root: TrustRoot): Promise<ReadonlyMap<string, string>> {
  const { rows } = await tx.query<{
    id: string;
    seq: number;
    hash: string;
    body: string;
    proof: string | null;
  }>(
    `select h.import_id as id, a.seq, a.hash, a.body, e.body as proof
      from history_imports h
        join audit a on a.case_id = 'history:' || h.import_id and position('"action":"history.undone"' in a.body) > 0
        left join evidence e on e.case_id = a.case_id and e.kind = 'proof' and e.hash = a.body::json ->> 'proofHash'
      order by h.import_id, a.seq`,
  );
  const undone = new Map<string, string>();
  if (rows.length === 0) return undone;
  const { states } = await readAuthorityHistory(tx, root);
  const signatureOf = trailSignatures(tx, root, states);
  for (const { id, seq, hash, body, proof } of rows) {
    const entry = JSON.parse(body) as AuditEntry;
    if (entry.action !== 'history.undone' || undone.has(id)) continue;
    if (await signatureOf({ case: importChain(id), seq, hash, entry }, proof)) undone.set(id, entry.at);
  }
  return undone;
}
