import { expect, test } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import { documentActivities } from '../../../activities/claim/documents.ts';
import { insertCase } from '../../../adapters/store/cases.ts';
import { keepDocuments, readingsOf } from '../../../adapters/store/claim/documents.ts';
import { sha256Bytes } from '../../../adapters/store/hash.ts';
import { openStore, transact } from '../../../adapters/store/pool.ts';
import { aCase, openedDatabase } from '../../adapters/store/database.ts';
import { invoiceXml } from '../../workflows/claim/invoice.ts';

const db = openedDatabase();
const row = aCase();
const bytes = invoiceXml({
  ...{ number: 'RE-1', day: '2026-11-01', seller: 'A', customer: 'B', sku: 'EP-PRO', quantity: 1, net: 10 },
});
const hash = sha256Bytes(bytes);

/** One attempt, and what its worker told Temporal last. */
async function attempt(store: typeof db.app, heartbeatDetails?: number) {
  const env = new MockActivityEnvironment({ heartbeatDetails });
  const told: unknown[] = [];
  env.on('heartbeat', (details: unknown) => told.push(details));
  const { readDocument } = documentActivities({ store, vault: db.vault });
  const failed = await env.run(readDocument, row.case, hash).then(
    () => null,
    (error: Error) => error.message,
  );
  return { failed, left: told.at(-1) };
}

const reading = () => transact(db.app, (tx) => readingsOf(tx, db.vault, row.case, [hash]));

test('an outage leaves no document unread, however often it is tried; one over which workers die is kept as broken', async () => {
  await transact(db.app, (tx) => insertCase(tx, row));
  await transact(db.app, (tx) =>
    keepDocuments(tx, db.vault, row.case, { [hash]: bytes.toString('base64') }, []),
  );
  const away = openStore({ url: 'postgres://nobody@127.0.0.1:1/none' });
  for (const begun of [undefined, 0, 2])
    expect(await attempt(away, begun)).toEqual({
      failed: expect.stringContaining('not available'),
      left: undefined,
    });
  await away.close();
  expect((await reading()).size).toBe(0);

  await db.admin.query('revoke update on claim_documents from quarterdeck_app');
  // It was read, and could not be kept: the next attempt begins with the same count.
  expect(await attempt(db.app, 2)).toEqual({ failed: expect.stringContaining('permission'), left: 2 });
  await db.admin.query('grant update (reading) on claim_documents to quarterdeck_app');
  expect(await attempt(db.app, 3)).toMatchObject({ failed: null });
  expect((await reading()).get(hash)).toEqual({ unread: { document: hash, code: 'broken' } });

  await db.admin.query('update claim_documents set reading = null');
  expect(await attempt(db.app)).toEqual({ failed: null, left: 0 });
  expect((await reading()).get(hash)).toMatchObject({ reading: { document: hash } });
});
