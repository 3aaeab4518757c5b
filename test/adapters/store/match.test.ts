import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { planBatch } from '../../../activities/batch/plan-batch.ts';
import { reviewBatch } from '../../../activities/batch/review-batch.ts';
import { workRows } from '../../../activities/batch/work-rows.ts';
import { keyAnew, MATCH_BATCHES } from '../../../activities/match/match-index-batch.ts';
import { postgresMatch } from '../../../adapters/match/postgres.ts';
import { type BatchRow, listBatches } from '../../../adapters/store/batches.ts';
import { insertCase } from '../../../adapters/store/cases.ts';
import { indexedRecords, indexRecords, removeRecords } from '../../../adapters/store/match.ts';
import { ourPrmDeals } from '../../../adapters/store/match-mirror.ts';
import { learnMatchStatistics, matchStatistics } from '../../../adapters/store/match-statistics.ts';
import { type Tx, transact } from '../../../adapters/store/pool.ts';
import { statement } from '../../../adapters/store/statement.ts';
import type { IndexedRecord } from '../../../domain/match/facts.ts';
import { lookalike } from '../../../domain/match/lookalike.ts';
import { companyNames } from '../../../scripts/bench/company-names.ts';
import { seeded } from '../../../scripts/bench/random.ts';
import { call } from '../contract.ts';
import { aRecord, indexedAs } from '../match/records.ts';
import { aCase, openedDatabase } from './database.ts';

const db = openedDatabase();
const run = <T>(work: (tx: Tx) => Promise<T>) => transact(db.app, work);
const NORDWIND = indexedAs(aRecord('registration:1', 'Nordwind Logistik GmbH'));
const found = async (name: string) =>
  (await postgresMatch({}, db.app).candidates(aRecord('registration:asked', name), 20, call)).map(
    ({ record }) => record.record,
  );

beforeEach(() => db.admin.query('truncate match_records, match_statistics'));

describe('the transaction', () => {
  test('a registration is found when it is committed, and not when it is rolled back', async () => {
    await expect(
      run(async (tx) => {
        await indexRecords(tx, [NORDWIND]);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await found('Nordwind')).toEqual([]);
    await run((tx) => indexRecords(tx, [NORDWIND]));
    expect(await found('Nordwind')).toEqual(['registration:1']);
    await run((tx) => removeRecords(tx, ['registration:1']));
    expect(await run((tx) => indexedRecords(tx, ['registration:1']))).toEqual([]);
  });

  test('the same record again writes nothing', async () => {
    const version = async () => (await db.admin.query('select xmin::text from match_records')).rows;
    await run((tx) => indexRecords(tx, [NORDWIND]));
    const before = await version();
    await run((tx) => indexRecords(tx, [NORDWIND]));
    expect(await version()).toEqual(before);
    await run((tx) => indexRecords(tx, [indexedAs(NORDWIND.record, { status: 'Approved' })]));
    expect(await version()).not.toEqual(before);
  });
});

describe('who may look', () => {
  test('neither partner nor auditor may call the look-up; the auditor reads the rows, a partner nothing', async () => {
    for (const look of ['match_candidates', 'match_hits'])
      for (const store of [db.partner, db.auditor])
        await expect(
          transact(store, (tx) => tx.query(`select * from ${look}('{1}', '{}', '', 1)`)),
        ).rejects.toMatchObject({ code: '42501' });
    await transact(db.auditor, (tx) => tx.query('select * from match_records'));
    for (const table of ['match_records', 'match_statistics', 'mirror_marks'])
      await expect(transact(db.partner, (tx) => tx.query(`select * from ${table}`))).rejects.toMatchObject({
        code: '42501',
      });
  });
});

describe('among many', () => {
  const names = companyNames(seeded(3), 8_000);
  const many: IndexedRecord[] = names.map((name, n) => indexedAs(aRecord(`crm:Account/${n}`, name)));
  beforeAll(() => expect(new Set(names).size).toBe(names.length));

  test('the look-up uses its index, before and after it was learnt what is common, and still finds', async () => {
    for (let from = 0; from < many.length; from += 1_000)
      await run((tx) => indexRecords(tx, many.slice(from, from + 1_000)));
    await db.admin.query('analyze match_records');
    const scans = async () => {
      await db.app.pool.query('select pg_stat_force_next_flush()');
      const { rows } = await db.admin.query(
        "select seq_scan::int as n from pg_stat_user_tables where relname = 'match_records'",
      );
      return rows[0].n;
    };
    const askAll = async () => {
      const before = await scans();
      for (let n = 0; n < 400; n += 10) {
        const typo = (names[n] as string).replace(/(?<=^..)./u, '');
        expect({ typo, found: (await found(typo)).includes(`crm:Account/${n}`) }).toEqual({
          typo,
          found: true,
        });
      }
      // Forty look-ups; Postgres may count a scan of before late, from another connection.
      expect((await scans()) - before).toBeLessThan(5);
    };
    await askAll();
    await run(learnMatchStatistics);
    await askAll();
  });

  test('what is learnt are the shares of keys and n-grams', async () => {
    await run((tx) =>
      indexRecords(
        tx,
        Array.from({ length: 300 }, (_, n) =>
          indexedAs(aRecord(`registration:${n}`, n < 150 ? `Hafen ${n}` : `Werft ${n}`)),
        ),
      ),
    );
    await run(learnMatchStatistics);
    const learnt = await run(matchStatistics);
    expect(learnt?.records).toBe(300);
    // `w:hafen` and its shortened forms are what half of the records share; a number is nobody else's.
    expect(Math.max(...(learnt?.keyShares ?? []))).toBe(0.5);
    expect(learnt?.keyShares.every((share) => share * 300 > 100)).toBe(true);
    expect(learnt?.gramShares.every((share) => share > 0 && share <= 1)).toBe(true);
  });
});

describe('of the accounts', () => {
  const account = (n: number, name: string, domain: string | null = null) =>
    indexedAs(aRecord(`crm:Account/${n}`, name, { domain }));

  test('it is learnt how common words are in their names, those of registrations left out', async () => {
    const accounts = Array.from({ length: 40 }, (_, n) =>
      account(n, n < 30 ? `Logistik ${n}` : `Reiher ${n}x`),
    );
    const others = Array.from({ length: 40 }, (_, n) =>
      indexedAs(aRecord(`registration:${n}`, `Milan ${n}`)),
    );
    await run((tx) => indexRecords(tx, [...accounts, ...others]));
    await run(learnMatchStatistics);
    const { words } = await postgresMatch({}, db.app).learnt(call);
    expect(words.accounts).toBe(40);
    expect(words.of).toMatchObject({ [lookalike('logistik')]: 30, [lookalike('reiher')]: 10 });
    expect(words.of[lookalike('milan')]).toBeUndefined();
  });

  test('a domain of many that have nothing else in common is learnt to be shared', async () => {
    const names = ['Reiher Klinik', 'Milan Hospital', 'Falke Praxis', 'Habicht Labor', 'Sperber Apotheke'];
    const group = names.map((_, n) => `Heron ${['Bau', 'Energie', 'Werft', 'Kaffee', 'Optik'][n]}`);
    await run((tx) =>
      indexRecords(tx, [
        ...names.map((name, n) => account(n, name, 'nhs.example')),
        ...group.map((name, n) => account(100 + n, name, 'heron.example')),
      ]),
    );
    await run(learnMatchStatistics);
    const { sharedDomains } = await postgresMatch({}, db.app).learnt(call);
    expect([...sharedDomains]).toEqual(['nhs.example']);
  });

  test('what a version before has learnt is learnt anew', async () => {
    await run((tx) => indexRecords(tx, [account(1, 'Heron')]));
    await run(learnMatchStatistics);
    await db.admin.query('update match_statistics set keyed_by = 1, records = 999');
    await postgresMatch({}, db.app).tend(call);
    expect((await run(matchStatistics))?.records).toBe(1);
  });
});

describe('upkeep', () => {
  const port = () => postgresMatch({}, db.app);

  test('records that another version has keyed are keyed anew', async () => {
    await run((tx) => indexRecords(tx, [NORDWIND]));
    await db.admin.query("update match_records set keys = '{}', keyed_by = 0");
    expect(await found('Nordwind')).toEqual([]);
    const now = new Date('2026-11-28T12:10:00Z');
    const deps = { store: db.app, kinds: MATCH_BATCHES, now: () => now };
    await keyAnew(deps);
    // One at a time.
    await keyAnew(deps);
    const [batch, ...others] = await listBatches(statement(db.app), { open: true, limit: 10 });
    expect(others).toEqual([]);
    const asked = batch as BatchRow;
    await planBatch(deps, asked.batch, () => false);
    await workRows(deps, MATCH_BATCHES['match-index'], asked, () => false);
    expect(await reviewBatch(deps, asked.batch)).toMatchObject({ state: 'ended', counts: { done: 1 } });
    expect(await found('Nordwind')).toEqual(['registration:1']);
    const openBatches = () => listBatches(statement(db.app), { open: true, limit: 10 });
    await keyAnew(deps);
    expect(await openBatches()).toEqual([]);
    // One that stays as it is asks for no batch every minute.
    await db.admin.query('update match_records set keyed_by = 0');
    now.setUTCMinutes(50);
    await keyAnew(deps);
    expect(await openBatches()).toEqual([]);
    now.setUTCHours(13);
    await keyAnew(deps);
    expect(await openBatches()).toHaveLength(1);
  });

  test('what is common is learnt once the index has grown, and not again before it has grown more', async () => {
    const learnt = async () => (await db.admin.query('select learnt_at, records from match_statistics')).rows;
    await run((tx) => indexRecords(tx, [NORDWIND]));
    await db.admin.query('analyze match_records');
    await port().tend(call);
    const first = await learnt();
    expect(first).toMatchObject([{ records: 1 }]);
    await port().tend(call);
    expect(await learnt()).toEqual(first);
    const more = Array.from({ length: 5 }, (_, n) => indexedAs(aRecord(`registration:m${n}`, `Mehr ${n}`)));
    await run((tx) => indexRecords(tx, more));
    await db.admin.query('analyze match_records');
    await port().tend(call);
    expect(await learnt()).toMatchObject([{ records: 6 }]);
  });
});

describe('what is our own', () => {
  test('registrations of the PRM that are cases, or that a case has written, are told from those of others', async () => {
    const row = { ...aCase(), source: 'impartner', externalId: '4711' };
    await run((tx) => insertCase(tx, row));
    await db.admin.query(
      `insert into effects (key, case_id, step, revision, operation, payload, payload_hash, status, landed)
        values ('k1', $1, 's', 1, 'prm.createDeal', '{}', '', 'done', '{"id": "4712"}')`,
      [row.case],
    );
    expect(await run((tx) => ourPrmDeals(tx, 'impartner', ['4711', '4712', '4713']))).toEqual(
      new Set(['4711', '4712']),
    );
    expect(await run((tx) => ourPrmDeals(tx, 'partnerstack', ['4711']))).toEqual(new Set());
  });
});
