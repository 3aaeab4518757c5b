import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { installationKey, newKey } from '../../../adapters/keys/keys.ts';
import { appendAudit } from '../../../adapters/store/audit.ts';
import { verifyAudit } from '../../../adapters/store/audit-verify.ts';
import { loadAuthority } from '../../../adapters/store/authority.ts';
import { beginAuthority } from '../../../adapters/store/authority-begin.ts';
import { readAuthority } from '../../../adapters/store/authority-log.ts';
import { insertCase } from '../../../adapters/store/cases.ts';
import { registerInstallationKey } from '../../../adapters/store/installation.ts';
import { transact } from '../../../adapters/store/pool.ts';
import { countersignKey } from '../../../adapters/store/signing-keys.ts';
import { takeUpAuthority } from '../../../installation/authority.ts';
import { aCase, openedDatabase } from './database.ts';

const db = openedDatabase();
const folder = mkdtempSync(join(tmpdir(), 'qd-begin-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a worker of 0.2.0 has left: people, a key, a delegation and a decision without its token. */
test('an installation of before goes on: its decisions are named, its keys wait, its delegations have ended', async () => {
  const key = installationKey(folder);
  const own = newKey(folder, 'p-ana');
  const at = '2026-11-27T10:00:00.000Z';
  const row = aCase();
  const accepted = {
    at,
    actor: 'p-ana',
    action: 'decision.accepted',
    as: 'channel_manager',
    decision: 'approve',
  };
  await transact(db.app, async (tx) => {
    await registerInstallationKey(tx, key, new Date(at));
    for (const id of ['p-ana', 'p-olga'])
      await tx.query("insert into people (person_id, name, role) values ($1, $1, 'channel_manager')", [id]);
    await tx.query(
      "insert into signing_keys (kid, person_id, public_key, valid_from) values ($1, 'p-ana', $2, $3)",
      [own.kid, own.publicKey, at],
    );
    await tx.query(
      `insert into delegations (id, from_person, to_person, starts_at, ends_at, created_by)
        values ($1, 'p-ana', 'p-olga', '2026-01-01', '2027-01-01', 'p-ana')`,
      [randomUUID()],
    );
    await tx.query(`insert into authority_versions (change) values ('{"change":"people"}')`);
    await insertCase(tx, row);
    await appendAudit(tx, row.case, { ...accepted, round: 1, signedWith: own.kid, authorityVersion: 1 });
  });
  const verify = () => transact(db.auditor, (tx) => verifyAudit(tx, { root: key }));
  expect(await verify()).toMatchObject({ problems: [], proved: 0, before: [{ case: row.case, seq: 1 }] });

  const signer = { key, root: key, at: '2026-11-27T11:00:00.000Z' };
  const files = { QUARTERDECK_POLICY: 'policy', QUARTERDECK_ENVIRONMENT: 'production' } as const;
  await transact(db.app, (tx) => takeUpAuthority(tx, signer, files));
  const after = await verify();
  expect(after).toMatchObject({
    problems: [],
    before: [{ case: row.case, seq: 1, message: expect.stringContaining('before tokens were kept') }],
    doubtful: [{ message: `key ${own.kid} of p-ana is not countersigned; nothing that it signs counts` }],
  });
  const { begun, keys, people } = await transact(db.app, (tx) => readAuthority(tx, key));
  expect(begun).toMatchObject({ checkpoint: 1, keys: [own.kid] });
  expect([keys.size, people['p-olga']?.role]).toEqual([0, 'partner_ops']);
  expect((await transact(db.app, loadAuthority)).delegations).toEqual([]);

  // The same again changes nothing; the same kind of row after the beginning is no row of before.
  const { version } = await transact(db.app, (tx) => readAuthority(tx, key));
  await transact(db.app, (tx) => takeUpAuthority(tx, signer, files));
  expect((await transact(db.app, (tx) => readAuthority(tx, key))).version).toBe(version);
  const presented = { kid: own.kid, person: 'p-ana', publicKey: own.publicKey, validFrom: at, validTo: null };
  await transact(db.app, (tx) => countersignKey(tx, signer, presented));
  expect(await verify()).toMatchObject({ problems: [], doubtful: [] });
  await transact(db.app, (tx) =>
    appendAudit(tx, row.case, { ...accepted, round: 2, signedWith: own.kid, authorityVersion: 1 }),
  );
  const kinds = (await verify()).problems.map(({ kind }) => kind).sort();
  expect(kinds).toEqual(['not_signed', 'receipt_missing']);
});

test('a worker with another installation’s key does not begin a second log', async () => {
  const other = installationKey(mkdtempSync(join(folder, 'other-')));
  const signer = { key: other, root: other, at: '2026-11-27T12:00:00.000Z' };
  await expect(transact(db.app, (tx) => beginAuthority(tx, signer))).rejects.toThrow(
    /is not signed by the installation's key .*; put the installation\.pem of its other workers into QUARTERDECK_KEYS/,
  );
});
