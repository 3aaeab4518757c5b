import type { Tx } from './pool.ts';
import { openPerson } from './seal.ts';
import { openWhole, sealWhole, subjectOf } from './sealed-bytes.ts';
import type { Vault } from './vault.ts';

/**
 * Waits until nobody else asks for a token of this mailbox: a refresh token that is used twice ends all of its kind at some providers
 * (RFC 9700, 4.14.2). It holds until the transaction ends.
 */
export async function lockMailbox(tx: Tx, mailbox: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`mailbox ${mailbox}`]);
}

/** The newest refresh token that comes from the given one; null where none is kept. */
export async function newestToken(
  tx: Tx,
  vault: Vault,
  mailbox: string,
  given: string,
): Promise<string | null> {
  const { rows } = await tx.query<{ subject_id: string; sealed: Buffer }>(
    'select subject_id, sealed from mailbox_tokens where mailbox = $1 and given = $2',
    [mailbox, vault.tokenOf(given)],
  );
  const row = rows[0];
  return row ? openWhole(await subjectOf(tx, vault, row.subject_id), row.sealed).toString() : null;
}

/** Keeps a refresh token, sealed, in place of the one before. */
export async function keepToken(
  tx: Tx,
  vault: Vault,
  mailbox: string,
  { given, token, at }: { given: string; token: string; at: Date },
): Promise<void> {
  const subject = await openPerson(tx, vault, `mailbox:${mailbox}`);
  await tx.query(
    `insert into mailbox_tokens (mailbox, given, subject_id, sealed, kept_at) values ($1, $2, $3, $4, $5)
      on conflict (mailbox) do update set given = excluded.given, subject_id = excluded.subject_id,
        sealed = excluded.sealed, kept_at = excluded.kept_at`,
    [mailbox, vault.tokenOf(given), subject.id, sealWhole(subject, Buffer.from(token)), at],
  );
}
