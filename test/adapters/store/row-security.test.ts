import { beforeAll, describe, expect, test } from '@jest/globals';
import { appendAudit } from '../../../adapters/store/audit.ts';
import { insertCase } from '../../../adapters/store/cases.ts';
import { putRegistration } from '../../../adapters/store/deal/registrations.ts';
import { putEvidence } from '../../../adapters/store/evidence.ts';
import { type Tx, transact } from '../../../adapters/store/pool.ts';
import { openSubject, seal } from '../../../adapters/store/seal.ts';
import { aCase, openedDatabase } from './database.ts';

const db = openedDatabase();
const AT = '2026-03-02T09:00:00.000Z';
const CASE = 'select case_id, partner_id from cases';

beforeAll(async () => {
  for (const partner of ['A', 'B'])
    await transact(db.app, async (tx) => {
      const row = { ...aCase(), partnerId: partner, summary: { secret: partner } };
      await insertCase(tx, row);
      await appendAudit(tx, row.case, { at: AT, actor: 'system', action: 'case.started' });
      const person = await openSubject(tx, db.vault, `${partner}@example.com`);
      await putEvidence(tx, row.case, 'gathered', { contact: seal('x', person), case: row.case });
      await putRegistration(tx, {
        case: row.case,
        partnerId: partner,
        customerName: 'Nordwind GmbH',
        normalisedName: 'nordwind',
        domain: 'nordwind.example',
        status: 'Approved',
        submittedAt: AT,
        protectedUntil: null,
        closureReason: null,
      });
    });
});

const asPartner = <T>(partner: string, work: (tx: Tx) => Promise<T>) =>
  transact(db.partner, work, { partner });

describe('a partner', () => {
  test.each([
    ['cases', CASE],
    ['registrations', 'select case_id, partner_id from registrations'],
  ])('sees its own %s and nobody else’s', async (_, query) => {
    const seen = await asPartner('A', (tx) => tx.query(query));
    expect(seen.rows.map((row) => row.partner_id)).toEqual(['A']);
  });

  test('sees nothing through a join, a count or a guess at another’s id', async () => {
    const counted = await asPartner('A', (tx) => tx.query('select count(*)::int as n from cases'));
    expect(counted.rows).toEqual([{ n: 1 }]);
    const guessed = await asPartner('A', (tx) => tx.query(`${CASE} where partner_id = 'B'`));
    expect(guessed.rows).toEqual([]);
  });

  test('sees nothing of the one before on a reused connection, also after an error', async () => {
    const pid = async (tx: Tx) =>
      (await tx.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid;
    const first = await asPartner('A', pid);
    const second = await asPartner('B', async (tx) => ({
      pid: await pid(tx),
      rows: (await tx.query(CASE)).rows,
    }));
    expect(second.pid).toBe(first);
    expect(second.rows.map((row) => row.partner_id)).toEqual(['B']);
    await expect(
      asPartner('A', async (tx) => {
        await tx.query(CASE);
        await tx.query('select 1 / 0');
      }),
    ).rejects.toMatchObject({ code: '22012' });
    const nobody = await transact(db.partner, async (tx) => ({
      pid: await pid(tx),
      rows: (await tx.query(CASE)).rows,
    }));
    expect(nobody).toEqual({ pid: first, rows: [] });
  });

  test.each(['', 'C', "A' or '1'='1", '%', '*'])('named %j sees nothing', async (name) => {
    expect((await asPartner(name, (tx) => tx.query(CASE))).rows).toEqual([]);
  });

  test('many partners at once on few connections never mix', async () => {
    const seen = await Promise.all(
      Array.from({ length: 60 }, (_, index) => {
        const me = index % 2 ? 'A' : 'B';
        return asPartner(me, async (tx) => (await tx.query(CASE)).rows.every((row) => row.partner_id === me));
      }),
    );
    expect(seen).toEqual(seen.map(() => true));
  });

  test('reads no other table and no internal column', async () => {
    const { rows: tables } = await db.admin.query(
      `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'm')
        and relname not in ('cases', 'registrations', 'pgmigrations')`,
    );
    expect(tables.length).toBeGreaterThan(15);
    for (const { relname } of tables)
      await expect(asPartner('A', (tx) => tx.query(`select * from ${relname}`))).rejects.toMatchObject({
        code: '42501',
      });
    for (const column of ['summary', 'evidence_hash', 'gate', 'assignee', 'segment', 'mode'])
      await expect(asPartner('A', (tx) => tx.query(`select ${column} from cases`))).rejects.toMatchObject({
        code: '42501',
      });
    await expect(
      asPartner('A', (tx) => tx.query('select normalised_name from registrations')),
    ).rejects.toMatchObject({
      code: '42501',
    });
  });

  test('writes nothing and calls none of our functions', async () => {
    for (const wrong of [
      "insert into cases (case_id, lifecycle, source, external_id, sequence) values ('x', 'deal', 's', 'x', 1)",
      "update cases set status = 'completed'",
      'delete from cases',
      "select audit_append('x', '{}')",
      "select audit_checkpoint(1, '', '[]', '', '', '')",
      "select registration_matches('x', null, 'nordwind', 0.8)",
    ])
      await expect(asPartner('A', (tx) => tx.query(wrong))).rejects.toMatchObject({ code: '42501' });
  });
});

describe('the app', () => {
  test('cannot make anything old enough to be deleted, nor take a revocation back', async () => {
    await transact(db.app, async (tx) => {
      await tx.query("insert into webhook_events (source, event_id, body_hash) values ('portal', 'e1', 'x')");
      await tx.query(
        `insert into dead_letters (id, source, subject_id, body, problem)
          values ('00000000-0000-4000-8000-000000000001', 'portal', 's', '', '{}')`,
      );
      await tx.query(
        `insert into signing_keys (kid, person_id, public_key, valid_from, revoked_at)
          values ('gone', 'p-ana', 'MCow', '2026-01-01', '2026-02-01')`,
      );
    });
    for (const wrong of [
      "update webhook_events set received_at = '2000-01-01'",
      "update dead_letters set received_at = '2000-01-01'",
      "update signing_keys set revoked_at = null where kid = 'gone'",
      "update signing_keys set revoked_at = '2026-03-01' where kid = 'gone'",
    ])
      await expect(transact(db.app, (tx) => tx.query(wrong))).rejects.toMatchObject({ code: '42501' });
    await transact(db.app, (tx) => tx.query("update webhook_events set case_id = 'x' where event_id = 'e1'"));
  });

  test.each([
    ["update audit set body = '{}'"],
    ['delete from audit'],
    ['truncate audit'],
    ["insert into audit (case_id, seq, at, body, prev_hash, hash) values ('x', 1, now(), '{}', '', '')"],
    ["update audit_heads set hash = ''"],
    ['delete from audit_heads'],
    [
      "insert into checkpoints (number, at, heads, prev_hash, hash, kid, signature) values (1, '', '[]', '', '', '', '')",
    ],
    ['delete from checkpoints'],
    ["update evidence set body = '{}'"],
    ['delete from evidence'],
    ['update submissions set revision = 2'],
    ['delete from cases'],
    ['alter table audit disable row level security'],
    ['alter table audit no force row level security'],
    ['drop table audit'],
    [
      'create or replace function audit_append(the_case text, the_body text) returns int language sql as $$ select 1 $$',
    ],
    ['set role postgres'],
  ])('may not: %s', async (wrong) => {
    await expect(transact(db.app, (tx) => tx.query(wrong))).rejects.toMatchObject({ code: '42501' });
  });

  test('cannot add a checkpoint that does not follow, or that names a head which is not there', async () => {
    const add = (number: number, heads: string, previous: string) =>
      transact(db.app, (tx) =>
        tx.query("select audit_checkpoint($1, '', $2, $3, 'k', 's')", [number, heads, previous]),
      );
    await expect(add(2, '[]', '0'.repeat(64))).rejects.toMatchObject({ code: '40001' });
    await expect(add(1, '[]', 'f'.repeat(64))).rejects.toMatchObject({ code: '40001' });
    await expect(add(1, '[["deal:files:none",1,"00"]]', '0'.repeat(64))).rejects.toThrow(/does not hold/);
  });
});

describe('the auditor', () => {
  test('reads everything but the keys of persons', async () => {
    const { rows: tables } = await db.admin.query(
      `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'subjects'`,
    );
    for (const { relname } of tables)
      await transact(db.auditor, (tx) => tx.query(`select * from ${relname}`));
    const cases = await transact(db.auditor, (tx) => tx.query(CASE));
    expect(cases.rows.map((row) => row.partner_id).sort()).toEqual(['A', 'B']);
    await expect(transact(db.auditor, (tx) => tx.query('select * from subjects'))).rejects.toMatchObject({
      code: '42501',
    });
  });

  test('changes nothing', async () => {
    for (const wrong of [
      "update cases set status = 'failed'",
      'delete from evidence',
      "select audit_append('x', '{}')",
      "insert into installation (name, value) values ('x', '1')",
    ])
      await expect(transact(db.auditor, (tx) => tx.query(wrong))).rejects.toMatchObject({ code: '42501' });
  });
});
