import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { compareRecords } from '../../activities/deal/matches.ts';
import { installationKey, loadKey } from '../../adapters/keys/keys.ts';
import { signText } from '../../adapters/keys/sign.ts';
import { postgresMatch } from '../../adapters/match/postgres.ts';
import { appendAudit, auditOf } from '../../adapters/store/audit.ts';
import { verifyAudit } from '../../adapters/store/audit-verify.ts';
import { readAuthority } from '../../adapters/store/authority-log.ts';
import { addCheckpoint } from '../../adapters/store/checkpoints.ts';
import { sha256 } from '../../adapters/store/hash.ts';
import { installationKeys } from '../../adapters/store/installation.ts';
import { indexRecords } from '../../adapters/store/match.ts';
import { marksOf } from '../../adapters/store/match-marks.ts';
import { transact } from '../../adapters/store/pool.ts';
import { statement } from '../../adapters/store/statement.ts';
import { type MatchMark, markBody } from '../../domain/match/marks.ts';
import { dealPolicy } from '../../installation/deal/policy.ts';
import { matchModel } from '../../installation/policy.ts';
import { call } from '../adapters/contract.ts';
import { aRecord, indexedAs } from '../adapters/match/records.ts';
import { openForTests } from '../environment/open-for-tests.ts';
import { peopled } from './peopled.ts';
import { runCli } from './run-cli.ts';

/** What is the same customer, and who may say so, as processes on a real Postgres. */
const here = openForTests(async (parts) => {
  const world = await peopled(parts);
  await transact(world.store, (tx) =>
    indexRecords(tx, [
      indexedAs(aRecord('crm:Account/1', 'Heron Systems GmbH', { domain: 'heron.example' })),
      indexedAs(aRecord('crm:Account/2', 'Quorvex Beteiligungen')),
    ]),
  );
  return world;
});

const cli = (...args: string[]) => runCli(args, here.env);
const say = (is: string, by: string, ...more: string[]) =>
  cli('match', is, 'crm:Account/1', 'crm:Account/2', '--as', by, '--reason', 'Merged in May', ...more);
const root = async () => (await installationKeys(statement(here.store)))[0] ?? { kid: '', publicKey: '' };
const standing = async () => marksOf(statement(here.store), await root(), ['crm:Account/1']);
const compared = async () => {
  const { matching } = dealPolicy('policy').deal;
  const query = aRecord('registration:asked', 'Heron Systems', { domain: 'heron.example' });
  const { store } = here;
  const of = [{ match: postgresMatch({}, store) }, matchModel('policy'), query, [], () => false] as const;
  const found = await compareRecords(...of, matching, call, async (records) =>
    marksOf(statement(store), await root(), records),
  );
  return found.matches.map(({ record, mark }) => [record, mark?.is ?? null]);
};

describe('match', () => {
  test('why says each field in words, of records and of any names', async () => {
    const run = await cli('match', 'why', 'crm:Account/1', 'Heron Systems GmbH, Rostock');
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain('Heron Systems GmbH (crm:Account/1) and “Heron Systems GmbH, Rostock”');
    expect(run.stdout).toMatch(/name +nearly the same: speaks strongly for \(\+14\.\d bits\)/);
    expect(run.stdout).toMatch(/domain +unknown: says nothing; one side does not say/);
    expect(run.stdout).toContain('a person looks, from 0.60 on');
    expect(run.stdout).toContain('Both names have the telling words: heron');
  });

  test('same and different are for those who may override, name records that are there, and need a reason', async () => {
    expect(await say('same', 'ana')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('may not say so'),
    });
    expect(
      await cli('match', 'same', 'crm:Account/1', 'crm:Account/9', '--as', 'olga', '--reason', 'x'),
    ).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('no record "crm:Account/9"'),
    });
    expect((await cli('match', 'same', 'crm:Account/1', 'crm:Account/2', '--as', 'olga')).code).toBe(2);
    expect(await standing()).toEqual([]);
  });

  test('what is said counts from the next look on, is audited, and can be taken back', async () => {
    expect(await compared()).toEqual([['crm:Account/1', null]]);
    expect(await say('same', 'olga')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('are one customer'),
    });
    expect(await compared()).toEqual([
      ['crm:Account/1', null],
      ['crm:Account/2', 'same'],
    ]);
    const why = await cli('match', 'why', 'crm:Account/1', 'crm:Account/2');
    expect(why.stdout).toContain('by mark 1.00');
    expect(why.stdout).toMatch(/Marked same by p-olga on .*: Merged in May/);
    expect((await say('different', 'olga')).code).toBe(0);
    expect(await standing()).toMatchObject([{ is: 'different', by: 'p-olga' }]);
    expect((await say('open', 'olga')).code).toBe(0);
    expect(await standing()).toEqual([]);
    const trail = await auditOf(statement(here.store), 'match');
    expect(trail.map(({ entry }) => [entry.actor, entry.action, entry.is])).toEqual([
      ['p-olga', 'match.marked', 'same'],
      ['p-olga', 'match.marked', 'different'],
      ['p-olga', 'match.marked', 'open'],
    ]);
  });

  test('a mark that nobody has signed counts nothing, and audit verify names it', async () => {
    await transact(here.store, (tx) =>
      tx.query(
        `insert into match_marks (record_a, record_b, body, kid, signature)
          select record_a, record_b, replace(body, 'open', 'same'), kid, signature from match_marks order by seq desc limit 1`,
      ),
    );
    expect(await standing()).toEqual([]);
    const report = await transact(here.store, (tx) => verifyAudit(tx));
    expect(report.problems).toContainEqual(expect.objectContaining({ kind: 'mark_forged' }));
  });

  test('a mark that a lost key has signed counts nothing from the loss on, whenever that is found out', async () => {
    const lost = new Date(Date.now() - 60_000).toISOString();
    expect((await say('same', 'olga')).code).toBe(0);
    expect(await standing()).toMatchObject([{ is: 'same' }]);
    const { kid } = loadKey(join(here.folder, 'keys'), 'p-olga');
    expect(await cli('keys', 'revoke', kid, '--since', lost, '--as', 'olga')).toMatchObject({ code: 0 });
    expect(await standing()).toEqual([]);
    const { doubtful } = await transact(here.store, (tx) => verifyAudit(tx));
    expect(doubtful).toContainEqual({
      case: 'match',
      seq: null,
      message: expect.stringContaining(`which signed it, is not trusted since ${lost}`),
    });
  });

  test('a mark counts after its author has lost the key only if a checkpoint shows that it was made before', async () => {
    const of = (n: number) => `crm:Account/${n}`;
    await transact(here.store, (tx) =>
      indexRecords(
        tx,
        [3, 4, 5, 6].map((n) => indexedAs(aRecord(of(n), `Tern ${n}`))),
      ),
    );
    const by = (n: number) =>
      cli('match', 'same', of(1), of(n), '--as', 'ben', '--reason', 'In the register');
    const marked = async () => (await standing()).map(({ records }) => records[1]).sort();
    expect((await by(3)).code).toBe(0);
    const keys = join(here.folder, 'keys');
    await transact(here.store, (tx) => addCheckpoint(tx, installationKey(keys), new Date().toISOString()));
    expect((await by(4)).code).toBe(0);
    expect(await marked()).toEqual([of(3), of(4)]);

    const key = loadKey(keys, 'p-ben');
    expect(await cli('keys', 'revoke', key.kid, '--as', 'sam')).toMatchObject({ code: 0 });
    // Whoever has the key signs the day before, with a row of the trail: once under the authority of then, once under that of now.
    const { version } = await transact(here.store, async (tx) => readAuthority(tx, await root()));
    for (const [n, authorityVersion] of [
      [5, version - 1],
      [6, version],
    ] as const)
      await transact(here.store, async (tx) => {
        const at = new Date(Date.now() - 86_400_000).toISOString();
        const who = { by: 'p-ben', at, reason: 'Believe me', authorityVersion };
        const mark: MatchMark = { records: [of(1), of(n)], is: 'same', ...who };
        const body = markBody(mark);
        await tx.query(
          'insert into match_marks (record_a, record_b, body, kid, signature) values ($1, $2, $3, $4, $5)',
          [...mark.records, body, key.kid, signText(key.privateKey, 'match', body)],
        );
        const row = { at, actor: 'p-ben', action: 'match.marked', markHash: sha256(body) };
        await appendAudit(tx, 'match', row);
      });
    expect(await marked()).toEqual([of(3)]);
    await transact(here.store, (tx) => addCheckpoint(tx, installationKey(keys), new Date().toISOString()));
    expect(await marked()).toEqual([of(3)]);
    const report = await transact(here.store, (tx) => verifyAudit(tx));
    const about = (found: readonly { message: string }[]) =>
      found.map(({ message }) => message).filter((message) => message.includes(key.kid));
    expect(about(report.doubtful)).toEqual([
      expect.stringMatching(
        /which signed it, is not trusted since .*, and no checkpoint shows that it was made before$/,
      ),
      expect.stringContaining('no checkpoint shows'),
    ]);
    expect(about(report.problems)).toEqual([expect.stringContaining('was revoked before')]);
  });

  test('a mark that is gone, with which the one before would count again, is named', async () => {
    const admin = new pg.Client({ connectionString: here.database.adminUrl });
    await admin.connect();
    await admin.query(`delete from match_marks where body like '%"is":"open"%'`);
    await admin.end();
    const report = await transact(here.store, (tx) => verifyAudit(tx));
    expect(report.problems).toContainEqual(expect.objectContaining({ kind: 'mark_missing' }));
  });
});
