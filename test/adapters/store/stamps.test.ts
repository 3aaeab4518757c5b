import { expect, test } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import { type IntakeEnding, intakeActivities } from '../../../activities/intake/intake.ts';
import { insertCase } from '../../../adapters/store/cases.ts';
import { readDeadLetter } from '../../../adapters/store/dead-letters.ts';
import {
  claimDelivery,
  claimedDelivery,
  DeliveryForged,
  keepDelivery,
  type NewDelivery,
} from '../../../adapters/store/deliveries.ts';
import { unstampedDeliveries } from '../../../adapters/store/delivery-stamps.ts';
import { type Tx, transact } from '../../../adapters/store/pool.ts';
import { isStamped, unstampedSubmissions } from '../../../adapters/store/submission-stamps.ts';
import { insertSubmission } from '../../../adapters/store/submissions.ts';
import { UNSTATED } from '../../../domain/reading/source-format.ts';
import { aCase, openedDatabase } from './database.ts';

/** What our own role in the database puts in carries no stamp. */
const db = openedDatabase();
const run = <T>(work: (tx: Tx) => Promise<T>) => transact(db.app, work);
const AT = '2026-11-20T08:00:00.000Z';

const delivery: NewDelivery = {
  ...{ intake: 'intake:email:1', lifecycle: 'deal', source: 'email', form: 'text/plain', content: 'c' },
  ...{ body: Buffer.from('a deal'), people: [], partnerId: null, by: null, sample: false, letter: null },
  ...{ file: null, receivedAt: AT },
};

test('a submission carries the stamp of whoever took it in; one that was put in, or differs, has none', async () => {
  const row = aCase();
  await run((tx) => insertCase(tx, row));
  const of = (revision: number) => ({
    ...{ case: row.case, revision, updateId: `${row.case}:${revision}`, contentHash: 'h', receivedAt: AT },
    canonical: { version: '1', submission: { customer_name: 'Ünal \ud800 & Söhne', amount: 1.5, at: null } },
  });
  await run((tx) => insertSubmission(tx, db.vault, of(1)));
  const put = `insert into submissions (case_id, revision, update_id, canonical, content_hash, stamp)
    select case_id, $1, $2, canonical, content_hash, stamp from submissions where revision = 1`;
  await run((tx) => tx.query(put, [2, 'copied']));
  const stamped = (revision: number) => run((tx) => isStamped(tx, db.vault, { case: row.case, revision }));
  expect([await stamped(1), await stamped(2)]).toEqual([true, false]);
  expect(await run((tx) => unstampedSubmissions(tx, db.vault))).toMatchObject([
    { case: row.case, kind: 'submission_forged', message: expect.stringContaining('revision 2') },
  ]);
  await expect(run((tx) => tx.query('update submissions set stamp = null'))).rejects.toThrow('permission');
  await expect(
    run((tx) =>
      tx.query(
        `insert into submissions (case_id, revision, update_id, canonical, content_hash, before_stamps) values ($1, 3, 'x', '{}', 'x', true)`,
        [row.case],
      ),
    ),
  ).rejects.toThrow('permission');
  // Taken in before there were stamps.
  await db.admin.query('update submissions set before_stamps = true where revision = 2');
  expect(await stamped(2)).toBe(true);
});

test('the sealed bytes of a delivery are read under the name of no other sender', async () => {
  await run((tx) => keepDelivery(tx, db.vault, delivery));
  const read = async (intake: string) => {
    const claim = (await run((tx) => claimDelivery(tx, intake))) as number;
    return run((tx) => claimedDelivery(tx, db.vault, claim));
  };
  await run((tx) =>
    tx.query(
      `insert into deliveries (intake_id, lifecycle, source, form, content, subject_id, people, body, sample, received_at, stamp)
        select 'intake:portal:1', lifecycle, 'portal', form, content, subject_id, people, body, sample, received_at, stamp from deliveries`,
    ),
  );
  await expect(read('intake:portal:1')).rejects.toThrow(DeliveryForged);
  expect(await read(delivery.intake)).toMatchObject({ source: 'email', body: delivery.body });
  expect(await run((tx) => unstampedDeliveries(tx, db.vault))).toMatchObject([{ case: 'intake:portal:1' }]);
});

test('what a server without stamps has taken in waits as a dead letter, which a person takes in', async () => {
  const now = () => new Date(AT);
  const deps = { store: db.app, vault: db.vault, now, formatOf: () => UNSTATED, tokensPerDay: null };
  const { settleIntake } = intakeActivities({ ...deps, ports: { llm: null } } as never);
  const older = {
    ...delivery,
    intake: 'intake:portal:older',
    source: 'portal',
    body: Buffer.from('Lunch: soup'),
  };
  await run((tx) => keepDelivery(tx, db.vault, older));
  await run((tx) => keepDelivery(tx, db.vault, { ...older, intake: 'intake:portal:waits' }));
  // As a server of before wrote it; and a row that names the key of something that waits.
  await db.admin.query("update deliveries set stamp = null where intake_id = 'intake:portal:older'");
  await run((tx) =>
    tx.query(
      `insert into deliveries (intake_id, lifecycle, source, form, content, subject_id, people, body, sample, received_at)
        select 'intake:portal:forged', lifecycle, source, form, 'x', subject_id, people, '\\x00', sample, received_at from deliveries
          where intake_id = 'intake:portal:waits'`,
    ),
  );
  const settled = async (intake: string) => {
    const claim = (await run((tx) => claimDelivery(tx, intake))) as number;
    const asked = { intake, claim, failed: null };
    return (await new MockActivityEnvironment().run(settleIntake, asked)) as IntakeEnding;
  };
  const { cases, deadLetters } = await settled('intake:portal:older');
  expect(cases).toEqual([]);
  const letter = await run((tx) => readDeadLetter(tx, db.vault, deadLetters[0] as string));
  expect(letter).toMatchObject({ source: 'portal', body: older.body, problem: { code: 'not_taken_in' } });
  expect(await settled('intake:portal:forged')).toMatchObject({ cases: [], deadLetters: [] });
  const claim = (await run((tx) => claimDelivery(tx, 'intake:portal:waits'))) as number;
  expect(await run((tx) => claimedDelivery(tx, db.vault, claim))).toMatchObject({ body: older.body });
});
