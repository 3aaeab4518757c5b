import { appendAudit } from './audit.ts';
import type { Tx } from './pool.ts';

/** Whose records an installation holds: those of the sample channel, or somebody's own. */
export type InstallationKind = 'sample' | 'own';

/** Null: no worker has started on this database yet. */
export async function installationKind(tx: Tx): Promise<InstallationKind | null> {
  const { rows } = await tx.query<{ kind: InstallationKind }>('select kind from installation_kind');
  return rows[0]?.kind ?? null;
}

const OTHER: Record<InstallationKind, string> = {
  sample:
    'This database holds the sample channel, which never mixes with own data; make an installation of your own: quarterdeck init --data FOLDER',
  own: 'This database holds own data, which the sample channel never mixes with; start it with the settings that quarterdeck init has made, or run the sample: npm start -- --sample',
};

/**
 * Stamps a database that no worker has started on yet.
 * @throws Error that names the fix, when it is one of the other kind
 */
export async function claimInstallation(tx: Tx, kind: InstallationKind, at: string): Promise<void> {
  const { rowCount } = await tx.query(
    'insert into installation_kind (kind) values ($1) on conflict do nothing',
    [kind],
  );
  const stamped = await installationKind(tx);
  if (stamped !== null && stamped !== kind) throw new Error(OTHER[stamped]);
  if (rowCount === 1)
    await appendAudit(tx, 'installation', { at, actor: 'system', action: 'installation.stamped', kind });
}
