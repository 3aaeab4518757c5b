import { expect, test } from '@jest/globals';
import { insertCase } from '../../../adapters/store/cases.ts';
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
