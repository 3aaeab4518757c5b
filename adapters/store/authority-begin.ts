import { type AuthoritySigner, changeAuthority, lockAuthority, readAuthority } from './authority-log.ts';
import { coverAll } from './checkpoints.ts';
import type { Tx } from './pool.ts';

/**
 * Begins the signed log of authority, once. The change names the checkpoint that covers everything before it, so that `audit verify`
 * knows which decisions were taken before tokens were kept. Older keys and delegations do not count any more: anybody who could
 * write to the database could have put them there. The keys wait for an Admin who compares and countersigns them, the
 * delegations have to be given again.
 * @throws Error when the log was begun under another installation's key
 */
export async function beginAuthority(tx: Tx, signer: AuthoritySigner): Promise<void> {
  await lockAuthority(tx);
  if ((await readAuthority(tx, signer.root)).begun !== null) return;
  const { rowCount } = await tx.query('select from authority_versions where signature is not null limit 1');
  if (rowCount !== 0)
    throw new Error(
      `the authority of this database is not signed by the installation's key ${signer.key.kid}; ` +
        'put the installation.pem of its other workers into QUARTERDECK_KEYS',
    );
  const checkpoint = await coverAll(tx, signer.key, signer.at);
  const keys = await tx.query<{ kid: string }>(
    "select kid from signing_keys where person_id <> 'installation' and revoked_at is null order by kid",
  );
  const delegations = await tx.query<{ id: string }>(
    'update delegations set revoked_at = $1 where revoked_at is null returning id',
    [signer.at],
  );
  await changeAuthority(tx, signer, {
    change: 'begun',
    checkpoint,
    keys: keys.rows.map(({ kid }) => kid),
    delegations: delegations.rows.map(({ id }) => id).sort(),
  });
}
