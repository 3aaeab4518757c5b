import type { AuditProblem } from '../../domain/audit.ts';
import type { TrustRoot } from '../../domain/gate/authority-log.ts';
import { importChain } from '../../domain/identity.ts';
import type { Tx } from './pool.ts';
import { undoneImports } from './undone-imports.ts';

/** Imports of registrations of the past whose row says something else than their trail. */
export async function forgedImports(tx: Tx, root: TrustRoot): Promise<AuditProblem[]> {
  const { rows } = await tx.query<{ id: string; undone: boolean; told: boolean }>(
    `select h.import_id as id, h.undone_at is not null as undone,
        exists (select from audit a where a.case_id = 'history:' || h.import_id
          and position('"action":"history.imported"' in a.body) > 0) as told
      from history_imports h order by h.import_id`,
  );
  const undone = await undoneImports(tx, root);
  return rows.flatMap(({ id, ...row }): AuditProblem[] => {
    const why = contradiction(row, undone.has(id));
    return why === null ? [] : [{ case: importChain(id), kind: 'import_forged', message: why }];
  });
}

function contradiction(row: { undone: boolean; told: boolean }, undone: boolean): string | null {
  if (!row.told) return 'the trail tells of no such import';
  if (row.undone && !undone) return 'its row says that it was taken back, which nobody has signed; it counts';
  if (!row.undone && undone) return 'its row says that it stands, and it was taken back; it does not count';
  return null;
}
