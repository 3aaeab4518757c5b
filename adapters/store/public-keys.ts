import type { KeyOfPerson, TrustRoot } from '../../domain/gate/authority-log.ts';
import { readAuthority } from './authority-log.ts';
import { installationKeys } from './installation.ts';
import type { Tx } from './pool.ts';

export interface PublicKey extends Omit<KeyOfPerson, 'person'> {
  revokedAt: string | null;
}

/**
 * The public keys that count: the installation's own, and people's that are countersigned under it. A row that somebody put into the
 * table is none of them.
 * @param root the installation's key as this machine keeps it; undefined: the one that the database names, of several none
 */
export async function publicKeys(tx: Tx, root: TrustRoot | undefined): Promise<PublicKey[]> {
  const [named, another] = await installationKeys(tx);
  const trusted = root ?? (another ? undefined : named);
  if (!trusted) return [];
  const { rows } = await tx.query<{ valid_from: Date }>(
    `select valid_from from signing_keys where person_id = 'installation' and kid = $1 and public_key = $2`,
    [trusted.kid, trusted.publicKey],
  );
  const own = rows.map(
    ({ valid_from }): PublicKey => ({
      ...{ kid: trusted.kid, publicKey: trusted.publicKey },
      ...{ validFrom: valid_from.toISOString(), validTo: null, revokedAt: null },
    }),
  );
  const { keys } = await readAuthority(tx, trusted);
  const people = [...keys.values()].map(
    ({ kid, publicKey, validFrom, validTo, revokedAt }): PublicKey => ({
      ...{ kid, publicKey, validFrom, validTo, revokedAt },
    }),
  );
  return [...own, ...people].sort((a, b) => (a.kid < b.kid ? -1 : 1));
}
