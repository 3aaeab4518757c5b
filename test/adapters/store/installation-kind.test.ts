import { expect, test } from '@jest/globals';
import { auditOf } from '../../../adapters/store/audit.ts';
import { insertCase } from '../../../adapters/store/cases.ts';
import { claimInstallation, installationKind } from '../../../adapters/store/installation-kind.ts';
import { type Tx, transact } from '../../../adapters/store/pool.ts';
import { setRollout } from '../../../adapters/store/rollout.ts';
import { aCase, openedDatabase } from './database.ts';

/** The sample never mixes with own data, whatever a process believes of itself. Every way around it is tried on one database. */

const db = openedDatabase();
const run = <T>(work: (tx: Tx) => Promise<T>) => transact(db.app, work);
const AT = '2026-11-20T08:00:00.000Z';
const ofTheSample = (tx: Tx) => insertCase(tx, { ...aCase(), sample: true });
const BOOTSTRAP = {
  ...{ lifecycle: 'deal' as const, segment: 'Platinum/EMEA/*', mode: 'automated' as const, reason: 'start' },
  ...{ changedBy: 'p-sam', token: null, bootstrap: true, changedAt: AT },
};

test('before a worker has stamped the database nothing of the sample comes in', async () => {
  expect(await run(installationKind)).toBeNull();
  await expect(run(ofTheSample)).rejects.toThrow('cases of the sample channel is refused');
  await expect(run((tx) => setRollout(tx, BOOTSTRAP))).rejects.toThrow('rollout of the sample channel');
});

test('own data stays own data: it is stamped once, and the sample is refused with the way out', async () => {
  await run((tx) => claimInstallation(tx, 'own', AT));
  await run((tx) => claimInstallation(tx, 'own', '2026-11-21T08:00:00.000Z'));
  await expect(run((tx) => claimInstallation(tx, 'sample', AT))).rejects.toThrow(
    /holds own data.*npm start -- --sample/,
  );
  expect(await run(installationKind)).toBe('own');
  const stamped = (await run((tx) => auditOf(tx, 'installation'))).map(({ entry }) => entry);
  expect(stamped).toEqual([{ at: AT, actor: 'system', action: 'installation.stamped', kind: 'own' }]);
});

test.each([
  ['changes the stamp', "update installation_kind set kind = 'sample'"],
  ['removes it', 'delete from installation_kind'],
  ['adds another', "insert into installation_kind (only_row, kind) values (false, 'sample')"],
  ['turns the triggers off', 'alter table cases disable trigger cases_of_the_sample'],
  [
    'replaces what they ask',
    'create or replace function sample_installation() returns boolean language sql as $$ select true $$',
  ],
])('the app that %s is refused', async (_, sql) => {
  await expect(run((tx) => tx.query(sql))).rejects.toThrow();
  expect(await run(installationKind)).toBe('own');
});

test('not even the owner changes the stamp by the way', async () => {
  for (const sql of [
    "update installation_kind set kind = 'sample'",
    'delete from installation_kind',
    'truncate installation_kind',
  ])
    await expect(db.admin.query(sql)).rejects.toThrow('is stamped once');
});

test('a record of the sample is refused as it comes in and when an own one is turned into one', async () => {
  await expect(run(ofTheSample)).rejects.toThrow('cases of the sample channel');
  const own = aCase();
  await run((tx) => insertCase(tx, own));
  await expect(
    run((tx) => tx.query('update cases set sample = true where case_id = $1', [own.case])),
  ).rejects.toThrow('cases of the sample channel');
  await expect(run((tx) => setRollout(tx, BOOTSTRAP))).rejects.toThrow('rollout of the sample channel');
});

test('one that a restored dump brought in past the triggers is never written to a vendor', async () => {
  const one = aCase();
  await db.admin.query('set session_replication_role = replica');
  await db.admin.query(
    `insert into cases (case_id, lifecycle, source, external_id, sequence, sample, opened_at)
      values ($1, 'deal', 'files', $2, 1, true, $3)`,
    [one.case, one.externalId, AT],
  );
  await db.admin.query('set session_replication_role = origin');
  const write = (id: string) =>
    run((tx) =>
      tx.query(
        `insert into effects (key, case_id, step, revision, operation, payload, payload_hash, status)
          values ($1 || '/account/1', $1, 'account', 1, 'crm.upsertAccount', '{}', '', 'sent')`,
        [id],
      ),
    );
  await expect(write(one.case)).rejects.toThrow('a write for a case of the sample channel is refused');
  const own = aCase();
  await run((tx) => insertCase(tx, own));
  await write(own.case);
});
