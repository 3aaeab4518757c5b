import { isSealed, type Sealed, subjectsIn, wellFormed } from '../../domain/evidence.ts';
import type { Json } from '../../domain/json.ts';
import type { Tx } from './pool.ts';
import { send, sql } from './sql.ts';
import { openBytes, sealBytes, type Vault } from './vault.ts';

/** Personal data that was asked for has been erased for good. */
export class SubjectErased extends Error {
  override readonly name = 'SubjectErased';
  readonly subject: string;
  constructor(subject: string) {
    super(`the personal data of subject ${subject} was erased and cannot be read again`);
    this.subject = subject;
  }
}

/** A person whose values can be sealed in this transaction. */
export interface Subject {
  id: string;
  key: Buffer;
}

/** The subject that an address belongs to; made with a new key when unknown, or when the person was erased before. */
export async function openSubject(tx: Tx, vault: Vault, address: string): Promise<Subject> {
  return openPerson(tx, vault, vault.personOf(address));
}

/** The subject that an address belongs to, if there is one whose key still exists. */
export async function knownSubject(tx: Tx, vault: Vault, address: string): Promise<Subject | null> {
  const { rows } = await send<{ id: string; wrapped: string }>(
    tx,
    sql`select subject_id as id, encode(wrapped_key, 'base64') as wrapped from subjects
      where person = ${vault.personOf(address)} and destroyed_at is null`,
  );
  const [row] = rows;
  return row ? { id: row.id, key: vault.unwrap(Buffer.from(row.wrapped, 'base64')) } : null;
}

/** As openSubject, for something that has no address of its own (a dead letter). @param person any unique name. */
export async function openPerson(tx: Tx, vault: Vault, person: string): Promise<Subject> {
  for (;;) {
    const { rows } = await tx.query<{ subject_id: string; wrapped_key: Buffer }>(
      `with live as (select subject_id, wrapped_key from subjects where person = $1 and destroyed_at is null),
        added as (
          insert into subjects (subject_id, person, wrapped_key)
            select $1 || '.' || (select count(*) + 1 from subjects where person = $1), $1, $2
            where not exists (select from live)
          on conflict do nothing returning subject_id, wrapped_key)
        select * from live union all select * from added`,
      [person, vault.newWrappedKey().wrapped],
    );
    const row = rows[0];
    if (row) return { id: row.subject_id, key: vault.unwrap(row.wrapped_key) };
    // Another transaction has just added the same person: the next statement sees its row.
  }
}

/** Seals one value. The same value gives the same ciphertext, so that hashes over it are stable. */
export function seal(value: Json, subject: Subject): Sealed {
  const plain = Buffer.from(JSON.stringify(wellFormed(value)));
  const { iv, ct, tag } = sealBytes(subject.key, subject.id, plain);
  return {
    $sealed: {
      subject: subject.id,
      iv: iv.toString('base64url'),
      ct: ct.toString('base64url'),
      tag: tag.toString('base64url'),
    },
  };
}

/**
 * The same JSON with every sealed value opened; one round trip.
 * @param options.erased `mark` puts null for the values of erased people; by default they throw.
 * @throws SubjectErased, or Error when the master key or a ciphertext is not the right one.
 */
export async function unseal<T extends Json>(
  tx: Tx,
  vault: Vault,
  value: T,
  options: { erased?: 'throw' | 'mark' } = {},
): Promise<T> {
  return unsealWith(await subjectKeysOf(tx, vault, subjectsIn(value)), value, options);
}

/** The same with keys that are at hand. @throws as unseal */
export function unsealWith<T extends Json>(
  keys: SubjectKeys,
  value: T,
  options: { erased?: 'throw' | 'mark' } = {},
): T {
  const open = (part: Json): Json => {
    if (part === null || typeof part !== 'object') return part;
    if (Array.isArray(part)) return part.map(open);
    if (!isSealed(part))
      return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, open(inner)]));
    const { subject, iv, ct, tag } = part.$sealed;
    const key = keys.get(subject);
    if (!key && options.erased === 'mark') return null;
    if (!key) throw new SubjectErased(subject);
    const bytes = (text: string) => Buffer.from(text, 'base64url');
    return JSON.parse(
      openBytes(key, subject, { iv: bytes(iv), ct: bytes(ct), tag: bytes(tag) }).toString('utf8'),
    );
  };
  return open(value) as T;
}

/** Keys of people by the ids of their subjects. */
export type SubjectKeys = ReadonlyMap<string, Buffer>;

/** The keys that still exist. */
export async function subjectKeysOf(tx: Tx, vault: Vault, subjects: readonly string[]): Promise<SubjectKeys> {
  if (subjects.length === 0) return new Map();
  const { rows } = await send<{ id: string; wrapped: string }>(
    tx,
    sql`select subject_id as id, encode(wrapped_key, 'base64') as wrapped from subjects
      where subject_id = any(${subjects}) and wrapped_key is not null`,
  );
  return new Map(rows.map(({ id, wrapped }) => [id, vault.unwrap(Buffer.from(wrapped, 'base64'))]));
}

/** A person's subject, if its key is among these. */
export function subjectAmong(keys: SubjectKeys, person: string): Subject | null {
  // The number behind the point counts how often the person was erased.
  for (const [id, key] of keys) if (id.slice(0, id.lastIndexOf('.')) === person) return { id, key };
  return null;
}
