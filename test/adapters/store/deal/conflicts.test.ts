import { beforeAll, expect, test } from '@jest/globals';
import { insertCase, updateCase } from '../../../../adapters/store/cases.ts';
import { conflictsOf, noteAppeal, putConflicts } from '../../../../adapters/store/deal/conflicts.ts';
import { type Tx, transact } from '../../../../adapters/store/pool.ts';
import {
  prefilledActivity,
  prefilledClaimOf,
  putPrefilledClaim,
} from '../../../../adapters/store/prefilled-claims.ts';
import { findConflicts } from '../../../../domain/deal/conflict.ts';
import { conflictForPartner, conflictHistories } from '../../../../domain/deal/conflict-history.ts';
import { AS_OF, cleanRegistration, match, POLICY, rival } from '../../../domain/deal/fixtures.ts';
import { aCase, openedDatabase } from '../database.ts';

const db = openedDatabase();
const run = <T>(work: (tx: Tx) => Promise<T>) => transact(db.app, work);

const evidence = cleanRegistration({
  matches: [
    rival({ name: 'Sentinel Rival GmbH' }),
    match({ probability: 0.7 }),
    match({ record: 'crm:Account/2' }),
  ],
});
const look = (id: string, revision: number) => {
  const evidenceHash = `hash-${revision}`;
  return conflictHistories(findConflicts(evidence, POLICY), evidence, { case: id, revision, evidenceHash });
};

let id: string;
beforeAll(async () => {
  const row = aCase();
  id = row.case;
  await run(async (tx) => {
    await insertCase(tx, row);
    await putConflicts(tx, look(id, 1));
    await putConflicts(tx, look(id, 1));
    await putConflicts(tx, []);
    await updateCase(tx, id, { evidenceHash: 'hash-1' });
  });
});

test('what a look found is kept once, gravest first, and read back whole', async () => {
  const found = await run((tx) => conflictsOf(tx, id));
  expect(found).toEqual(look(id, 1));
  expect(found.map(({ clause, verdict }) => [clause, verdict])).toEqual([
    ['registered', 'conflict'],
    ['possible_account', 'review'],
  ]);
});

test('a later look that finds nothing is what is shown; the earlier one stays', async () => {
  await run((tx) => updateCase(tx, id, { evidenceHash: 'hash-2' }));
  expect(await run((tx) => conflictsOf(tx, id))).toEqual([]);
  expect(await run((tx) => conflictsOf(tx, id, 1))).toHaveLength(2);
  await run((tx) => updateCase(tx, id, { evidenceHash: 'hash-1' }));
});

test('an appeal is filled in, nothing else can be changed', async () => {
  await run((tx) => noteAppeal(tx, id, { appealUntil: '2027-01-19T12:00:00.000Z' }));
  await run((tx) => noteAppeal(tx, id, { appealedBy: 'deal:appeal:1' }));
  expect((await run((tx) => conflictsOf(tx, id)))[0]).toMatchObject({
    appealUntil: '2027-01-19T12:00:00.000Z',
    appealedBy: 'deal:appeal:1',
  });
  await expect(run((tx) => tx.query("update conflict_histories set clause = 'duplicate'"))).rejects.toThrow(
    /permission denied/,
  );
  await expect(run((tx) => tx.query('delete from conflict_histories'))).rejects.toThrow(/permission denied/);
});

test('a partner learns clause, who was first and until when to appeal, never anything of the other side', async () => {
  const [history] = look(id, 1);
  const seen = conflictForPartner(history as NonNullable<typeof history>);
  expect(seen).toEqual({ clause: 'registered', thisFirst: false, appealUntil: null });
  const partner = (sql: string) =>
    transact(db.partner, async (tx) => {
      await tx.query("select set_config('quarterdeck.partner', '7001', true)");
      return (await tx.query(sql)).rows;
    });
  expect(await partner('select clause, this_first from conflict_histories order by verdict')).toEqual([
    { clause: 'registered', this_first: false },
    { clause: 'possible_account', this_first: false },
  ]);
  await expect(partner('select other_side from conflict_histories')).rejects.toThrow(/permission denied/);
  const other = transact(db.partner, async (tx) => {
    await tx.query("select set_config('quarterdeck.partner', '7002', true)");
    return (await tx.query('select clause from conflict_histories')).rows;
  });
  expect(await other).toEqual([]);
});

test('a pre-filled claim is kept per look, the last one counts', async () => {
  const claim = {
    case: id,
    revision: 1,
    partnerId: '7001',
    claim: 'MDF-7',
    campaign: 'Autumn fair',
    date: '2026-11-01',
    amount: { amount: '4000.50', currency: 'EUR' },
    problems: ['mdf.no_proof'],
    at: AS_OF,
  };
  await run((tx) => putPrefilledClaim(tx, claim));
  expect(await run((tx) => prefilledClaimOf(tx, id))).toEqual(claim);
  const later = { ...claim, revision: 2, date: null, amount: null, problems: [] };
  await run((tx) => putPrefilledClaim(tx, later));
  expect(await run((tx) => prefilledClaimOf(tx, id))).toEqual(later);
  const told = { case: id, activityOn: later.date, amount: later.amount };
  expect(await run((tx) => prefilledActivity(tx, later.partnerId, [null, later.claim]))).toEqual(told);
  expect(await run((tx) => prefilledActivity(tx, 'another', [later.claim]))).toBeNull();
  expect(await run((tx) => prefilledActivity(tx, later.partnerId, [null]))).toBeNull();
});
