import { newVersion } from './authority.ts';
import type { Tx } from './pool.ts';

/** A person's public key as it is kept. Instants are UTC, ISO 8601. */
export interface PublicKey {
  kid: string;
  /** Person id, or `installation`. */
  person: string;
  /** SPKI, base64. */
  publicKey: string;
  validFrom: string;
  validTo: string | null;
  revokedAt: string | null;
}

/** Registers a person's public key; the same key again changes nothing. Returns the authority version. */
export async function registerKey(
  tx: Tx,
  key: Omit<PublicKey, 'revokedAt'> & { registeredBy: string },
): Promise<number> {
  const { kid, person, publicKey, validFrom, validTo, registeredBy } = key;
  await tx.query(
    `insert into signing_keys (kid, person_id, public_key, valid_from, valid_to) values ($1, $2, $3, $4, $5)
      on conflict do nothing`,
    [kid, person, publicKey, validFrom, validTo],
  );
  return newVersion(tx, { change: 'key', kid, person, by: registeredBy });
}

/** Revokes a key from now on; false when it is unknown or was revoked before. What it has signed until now stays signed. */
export async function revokeKey(tx: Tx, kid: string, at: string, revokedBy: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    'update signing_keys set revoked_at = $2 where kid = $1 and revoked_at is null',
    [kid, at],
  );
  if (rowCount !== 1) return false;
  await newVersion(tx, { change: 'key_revoked', kid, by: revokedBy });
  return true;
}

export async function findKey(tx: Tx, kid: string): Promise<PublicKey | undefined> {
  const { rows } = await tx.query<{
    kid: string;
    person_id: string;
    public_key: string;
    valid_from: Date;
    valid_to: Date | null;
    revoked_at: Date | null;
  }>('select kid, person_id, public_key, valid_from, valid_to, revoked_at from signing_keys where kid = $1', [
    kid,
  ]);
  const row = rows[0];
  return (
    row && {
      kid: row.kid,
      person: row.person_id,
      publicKey: row.public_key,
      validFrom: row.valid_from.toISOString(),
      validTo: row.valid_to?.toISOString() ?? null,
      revokedAt: row.revoked_at?.toISOString() ?? null,
    }
  );
}

/** Whether a token's nonce has been used. */
export async function nonceUsed(tx: Tx, nonce: string): Promise<boolean> {
  const { rowCount } = await tx.query('select 1 from nonces where nonce = $1', [nonce]);
  return rowCount === 1;
}

/** Uses a nonce up; false when another transaction was faster. @param of.usedAt UTC instant */
export async function useNonce(
  tx: Tx,
  of: { nonce: string; case: string; kid: string; usedAt: string },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    'insert into nonces (nonce, case_id, kid, used_at) values ($1, $2, $3, $4) on conflict do nothing',
    [of.nonce, of.case, of.kid, of.usedAt],
  );
  return rowCount === 1;
}
