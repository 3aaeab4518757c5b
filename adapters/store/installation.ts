import type { Json } from '../../domain/json.ts';
import type { Tx } from './pool.ts';

/** A fact about this installation by name (`state`, `sample`, `reconciled` …); undefined when never set. */
export async function getInstallation(tx: Tx, name: string): Promise<Json | undefined> {
  const { rows } = await tx.query<{ value: Json }>('select value from installation where name = $1', [name]);
  return rows[0]?.value;
}

export async function setInstallation(tx: Tx, name: string, value: Json): Promise<void> {
  await tx.query(
    `insert into installation (name, value) values ($1, $2::jsonb)
      on conflict (name) do update set value = excluded.value`,
    [name, JSON.stringify(value)],
  );
}

/** The installation's public keys as the database names them: one, unless somebody has put another there. */
export async function installationKeys(tx: Tx): Promise<{ kid: string; publicKey: string }[]> {
  const { rows } = await tx.query<{ kid: string; publicKey: string }>(
    `select kid, public_key as "publicKey" from signing_keys where person_id = 'installation' order by kid`,
  );
  return rows;
}

/** The key that proves what the installation has signed: the one kept outside the database, else the only one that the database names. */
export async function trustedRoot(
  tx: Tx,
  outside: { kid: string; publicKey: string } | undefined,
): Promise<{ kid: string; publicKey: string } | undefined> {
  if (outside) return outside;
  const [named, another] = await installationKeys(tx);
  return another ? undefined : named;
}

/** Registers the installation's public key, so that checkpoints and receipts signed with it can be verified. */
export async function registerInstallationKey(
  tx: Tx,
  key: { kid: string; publicKey: string },
  validFrom: Date,
): Promise<void> {
  await tx.query(
    `insert into signing_keys (kid, person_id, public_key, valid_from) values ($1, 'installation', $2, $3)
      on conflict do nothing`,
    [key.kid, key.publicKey, validFrom],
  );
}
