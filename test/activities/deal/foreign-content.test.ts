import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sendNothingForeign } from '../../../activities/deal/foreign-content.ts';
import { type EffectRequest, effectActivities } from '../../../activities/ledger/effects.ts';
import { createNotify } from '../../../adapters/notify/index.ts';
import type { Write } from '../../../adapters/ports/write.ts';
import { createPrm } from '../../../adapters/prm/index.ts';
import { auditOf } from '../../../adapters/store/audit.ts';
import { insertCase, updateCase } from '../../../adapters/store/cases.ts';
import { putConflicts } from '../../../adapters/store/deal/conflicts.ts';
import { transact } from '../../../adapters/store/pool.ts';
import { statement } from '../../../adapters/store/statement.ts';
import type { ConflictHistory } from '../../../domain/deal/conflict-history.ts';
import { openedDatabase } from '../../adapters/store/database.ts';

/** Notices of a case in whose way another partner's registration stands: real ledger, outbox and PRM of files. */
const db = openedDatabase();
const OWN = 'deal:files:OWN';
const RIVAL = 'deal:files:RIVAL';
let folder: string;
let send: (questions: string) => Promise<unknown>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'qd-foreign-'));
  mkdirSync(join(folder, 'prm'));
  writeFileSync(
    join(folder, 'prm/partners.csv'),
    'id,name,tier,region\n7001,Nordwind Systeme,Gold,EMEA\n7003,Zephyr Rival Partners,Gold,EMEA\n',
  );
  const prm = createPrm('files', { folder: join(folder, 'prm'), out: join(folder, 'out') });
  const notify = createNotify('outbox', { folder: join(folder, 'mail') });
  const deps = { store: db.app, ports: { prm } };
  const write = sendNothingForeign(notify.writes.send as Write, deps);
  const { performEffect } = effectActivities({
    store: db.app,
    writes: { 'notify.send': write },
    now: () => new Date(),
  });
  let number = 0;
  send = (text) => {
    number += 1;
    const request: EffectRequest = {
      ...{ case: OWN, step: `notice-${number}`, revision: 1, key: `${OWN}/notice-${number}/1` },
      ...{ operation: 'notify.send', lifecycle: 'deal', segment: 'Gold/EMEA/standard' },
      payload: {
        partnerId: '7001',
        kind: 'information_requested',
        message: { to: 'partner@nordwind.example', subject: 'A question', text },
      },
      ...{ timeoutMs: 2_000, leaseMs: 5_000, mayWait: true },
    };
    return performEffect(request);
  };
  await transact(db.app, async (tx) => {
    for (const [id, externalId, partnerId, value] of [
      [OWN, 'OWN', '7001', '48000.00'],
      [RIVAL, 'RIVAL', '7003', '987654.32'],
    ] as const) {
      const identity = { lifecycle: 'deal' as const, source: 'files', externalId, sequence: 1 };
      await insertCase(tx, { case: id, ...identity, partnerId, openedAt: CONFLICT.at });
      const stated_value = { amount: value, currency: 'USD' };
      const summary = { customer_name: 'Müritzwarft GmbH', estimated_value: value, stated_value };
      await updateCase(tx, id, { evidenceHash: 'e', summary });
    }
    await putConflicts(tx, [CONFLICT]);
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

const CONFLICT: ConflictHistory = {
  ...{ case: OWN, revision: 1, otherRecord: `registration:${RIVAL}`, partnerId: '7001', verdict: 'conflict' },
  ...{ clause: 'registered', probability: 0.97, risk: 80, action: 'keep_other', thisFirst: false },
  ...{ evidenceHash: 'e', fields: [], appealUntil: null, appealedBy: null, at: '2026-11-20T10:00:00.000Z' },
  thisSide: { name: 'Müritzwarft GmbH', partnerId: '7001' },
  otherSide: { record: `registration:${RIVAL}`, name: 'Müritzwarft GmbH', partnerId: '7003' },
};
const mails = () => readdirSync(join(folder, 'mail')).length;

describe('a notice', () => {
  test('in ordinary words, of their own customer and value, is sent', async () => {
    await send('Müritzwarft GmbH, USD 48,000: which legal entity buys?');
    expect(mails()).toBe(1);
  });

  test.each([
    'Do you know that Zephyr Rival Partners are there too?',
    'ZEPHYR RIVAL PARTNERS offers more. Can you?',
    'Somebody else offers it at 987,654.32. Can you go below?',
    'Jemand bietet 987 654,32 USD.',
  ])('%s: is not sent, and the ledger and the trail say why', async (words) => {
    const before = mails();
    await expect(send(words)).rejects.toMatchObject({
      type: 'VendorRejected',
      message: expect.stringContaining('say it in other words'),
    });
    expect(mails()).toBe(before);
    const last = (await auditOf(statement(db.app), OWN)).at(-1)?.entry;
    expect(last).toMatchObject({
      action: 'effect.failed',
      operation: 'notify.send',
      code: 'foreign_content',
    });
    const { rows } = await statement(db.app).query('select status from effects where key = $1', [last?.key]);
    expect(rows).toEqual([{ status: 'failed' }]);
    expect(JSON.stringify(last)).not.toMatch(/zephyr|987/i);
  });
});
