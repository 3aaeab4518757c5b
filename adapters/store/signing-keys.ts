import type { KeyOfPerson } from '../../domain/gate/authority-log.ts';
import type { JsonObject } from '../../domain/json.ts';
import { type AuthoritySigner, changeAuthority } from './authority-log.ts';
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

/** Shows a person's public key to whoever may countersign it. Until then nothing that it signs counts. */
export async function presentKey(tx: Tx, key: KeyOfPerson): Promise<void> {
  const { kid, person, publicKey, validFrom, validTo } = key;
  await tx.query(
    `insert into signing_keys (kid, person_id, public_key, valid_from, valid_to) values ($1, $2, $3, $4, $5)
      on conflict do nothing`,
    [kid, person, publicKey, validFrom, validTo],
  );
}

/** Countersigns a person's public key: from now on it signs for them. Returns the authority version. @throws AuthorityRefused */
export async function countersignKey(
  tx: Tx,
  signer: AuthoritySigner,
  key: KeyOfPerson,
  more: JsonObject = {},
): Promise<number> {
  await presentKey(tx, key);
  const { kid, person, publicKey } = key;
  const validFrom = new Date(key.validFrom).toISOString();
  const validTo = key.validTo === null ? null : new Date(key.validTo).toISOString();
  const change = { change: 'key' as const, kid, person, publicKey, validFrom, validTo };
  return (await changeAuthority(tx, signer, change, more)).version;
}

/**
 * Revokes a key from `since` on (UTC instant, not after now); false when it is unknown or was revoked from then on before. What
 * it has signed until then stays signed.
 * @throws AuthorityRefused
 */
export async function revokeKey(
  tx: Tx,
  signer: AuthoritySigner,
  kid: string,
  since: string,
  more: JsonObject = {},
): Promise<boolean> {
  const { rowCount } = await tx.query(
    'update signing_keys set revoked_at = $2 where kid = $1 and (revoked_at is null or revoked_at > $2)',
    [kid, since],
  );
  if (rowCount !== 1) return false;
  await changeAuthority(tx, signer, { change: 'key_revoked', kid, since }, more);
  return true;
}

/** Takes back a key that nobody has countersigned; false when it is unknown or was taken back before. */
export async function withdrawKey(tx: Tx, kid: string, at: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    'update signing_keys set revoked_at = $2 where kid = $1 and revoked_at is null',
    [kid, at],
  );
  return rowCount === 1;
}

/** A key as the table shows it, countersigned or not. */
export async function findKey(tx: Tx, kid: string): Promise<PublicKey | undefined> {
  const { rows } = await tx.query<KeyColumns>(`${SELECT_KEYS} where kid = $1`, [kid]);
  return rows[0] && fromColumns(rows[0]);
}

/** Every key of a person as the table shows it, countersigned or not, revoked or not. */
export async function personKeys(tx: Tx): Promise<PublicKey[]> {
  const { rows } = await tx.query<KeyColumns>(
    `${SELECT_KEYS} where person_id <> 'installation' order by person_id, valid_from, kid`,
  );
  return rows.map(fromColumns);
}

const SELECT_KEYS = 'select kid, person_id, public_key, valid_from, valid_to, revoked_at from signing_keys';

interface KeyColumns {
  kid: string;
  person_id: string;
  public_key: string;
  valid_from: Date;
  valid_to: Date | null;
  revoked_at: Date | null;
}

function fromColumns(row: KeyColumns): PublicKey {
  return {
    kid: row.kid,
    person: row.person_id,
    publicKey: row.public_key,
    validFrom: row.valid_from.toISOString(),
    validTo: row.valid_to?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  };
}

/** Whether a token's nonce has been used. */
export async function nonceUsed(tx: Tx, nonce: string): Promise<boolean> {
  const { rowCount } = await tx.query('select 1 from nonces where nonce = $1', [nonce]);
  return rowCount === 1;
}

/** Those of these nonces that have been used. */
export async function usedNonces(tx: Tx, nonces: readonly string[]): Promise<string[]> {
  if (nonces.length === 0) return [];
  const { rows } = await tx.query<{ nonce: string }>('select nonce from nonces where nonce = any ($1)', [
    nonces,
  ]);
  return rows.map(({ nonce }) => nonce);
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
