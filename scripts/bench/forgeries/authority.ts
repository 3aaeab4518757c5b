import { randomUUID } from 'node:crypto';
import { sha256 } from '../../../adapters/store/hash.ts';
import { type Forgery, refused } from './forgery.ts';
import { changeWithOwnKey } from './with-own-key.ts';

/** Who may do what. */
export const AUTHORITY_FORGERIES: readonly Forgery[] = [
  {
    name: 'a limit raised by SQL',
    by: 'app',
    plant: async ({ query }) =>
      void (await query("update people set limit_usd = 999999999 where person_id = 'p-ana'")),
  },
  {
    name: 'a role changed by SQL',
    by: 'app',
    plant: async ({ query }) =>
      void (await query("update people set role = 'controller' where person_id = 'p-ana'")),
  },
  {
    name: 'a person invented',
    by: 'app',
    plant: async ({ query }) =>
      void (await query(
        "insert into people (person_id, name, role) values ('p-forger', 'Nobody', 'controller')",
      )),
  },
  {
    name: 'a delegation inserted',
    by: 'app',
    plant: async ({ query }) =>
      void (await query(
        `insert into delegations (id, from_person, to_person, starts_at, ends_at, created_by)
          values ($1, 'p-cora', 'p-ana', '2020-01-01', '2099-01-01', 'p-cora')`,
        [randomUUID()],
      )),
  },
  refused('a delegation made longer', "update delegations set ends_at = '2099-01-01'"),
  refused(
    'a delegation that was ended, begun again',
    'update delegations set revoked_at = null where revoked_at is not null',
  ),
  {
    name: 'a change of authority signed with a key of their own',
    by: 'app',
    plant: (db) => changeWithOwnKey(db, db.own.kid),
  },
  {
    name: "a change of authority under the installation's name",
    by: 'app',
    plant: (db) => changeWithOwnKey(db, db.root.kid),
  },
  {
    name: 'a change of authority without any signature',
    by: 'app',
    plant: async ({ query }) =>
      void (await query(`insert into authority_versions (change) values ('{"change":"key"}')`)),
  },
  {
    name: 'a change of authority that only the trail tells of',
    by: 'app',
    plant: async (db) =>
      void (await db.append('authority', {
        at: db.decision.entry.at,
        actor: 'p-sam',
        action: 'key.countersigned',
        kid: db.own.kid,
        authorityHash: sha256('x'),
      })),
  },
  refused('the log of authority changed', "update authority_versions set body = '{}'"),
  refused('the log of authority cut', 'delete from authority_versions'),
];
