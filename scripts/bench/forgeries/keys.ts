import { type Forgery, refused } from './forgery.ts';
import { addKey } from './with-own-key.ts';

/** Keys: of a person, and of the installation. */
export const KEY_FORGERIES: readonly Forgery[] = [
  {
    name: 'a key of their own for another person',
    by: 'app',
    plant: async (db) => void (await addKey(db, 'p-olga')),
  },
  {
    name: "a key of their own as the installation's",
    by: 'app',
    plant: async (db) => void (await addKey(db, 'installation')),
  },
  refused(
    'a revoked key un-revoked',
    'update signing_keys set revoked_at = null where revoked_at is not null',
  ),
  refused(
    'a revocation moved to later',
    "update signing_keys set revoked_at = revoked_at + interval '1 year' where revoked_at is not null",
  ),
  refused(
    'the public key of a person replaced',
    "update signing_keys set public_key = 'MCow' where person_id = 'p-olga'",
  ),
  refused(
    'a key moved to another person',
    "update signing_keys set person_id = 'p-ben' where person_id = 'p-olga'",
  ),
  refused(
    'the beginning of a key moved',
    "update signing_keys set valid_from = '2001-01-01' where person_id = 'p-olga'",
  ),
  refused('a key deleted', "delete from signing_keys where person_id = 'p-olga'"),
  {
    name: 'a key revoked earlier than anybody has signed',
    by: 'app',
    plant: async ({ query }) =>
      void (await query(
        "update signing_keys set revoked_at = '2001-01-01' where person_id = 'p-olga' and revoked_at is null",
      )),
  },
];
