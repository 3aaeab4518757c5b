import type { Forgery } from './forgery.ts';
import { rewriteChain } from './rewrite.ts';

/** Keys and authority, by whoever owns the database: triggers and grants are theirs. */
export const OWNER_AUTHORITY_FORGERIES: readonly Forgery[] = [
  {
    name: 'a revoked key un-revoked, past the trigger',
    by: 'owner',
    plant: async ({ query }) => {
      await query('alter table signing_keys disable trigger user');
      await query('update signing_keys set revoked_at = null');
    },
  },
  {
    name: 'a public key replaced',
    by: 'owner',
    plant: async ({ query, own }) =>
      void (await query("update signing_keys set public_key = $1 where person_id = 'p-olga'", [
        own.publicKey,
      ])),
  },
  {
    name: "the installation's public key replaced",
    by: 'owner',
    plant: async ({ query, own }) =>
      void (await query("update signing_keys set public_key = $1 where person_id = 'installation'", [
        own.publicKey,
      ])),
  },
  {
    name: 'a key moved to another person',
    by: 'owner',
    plant: async ({ query }) =>
      void (await query("update signing_keys set person_id = 'p-ben' where person_id = 'p-olga'")),
  },
  {
    name: 'the beginning of a key moved',
    by: 'owner',
    plant: async ({ query }) =>
      void (await query("update signing_keys set valid_from = '2001-01-01' where person_id = 'p-olga'")),
  },
  {
    name: 'a revocation taken out of the log',
    by: 'owner',
    plant: async ({ query }) =>
      void (await query("delete from authority_versions where body::json ->> 'change' = 'key_revoked'")),
  },
  {
    name: 'a revocation taken out of the log, the table and the trail, hashed anew',
    by: 'owner',
    plant: async (db) => {
      await db.query('alter table signing_keys disable trigger user');
      await db.query('update signing_keys set revoked_at = null');
      await db.query("delete from authority_versions where body::json ->> 'change' = 'key_revoked'");
      await rewriteChain(db, 'authority', (entry) => (entry.action === 'key.revoked' ? null : entry));
    },
  },
  {
    name: 'a limit raised in the table and in the log',
    by: 'owner',
    plant: async ({ query }) => {
      await query("update people set limit_usd = 999999999 where person_id = 'p-ana'");
      await query(
        `update authority_versions set body = replace(body, '"limitUsd":null', '"limitUsd":"999999999.00"')
          where body::json ->> 'change' = 'people'`,
      );
    },
  },
  {
    name: 'the whole log of authority taken away',
    by: 'owner',
    plant: async ({ query }) => void (await query('delete from authority_versions')),
  },
];
