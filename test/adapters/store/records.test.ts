import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { newKey } from '../../../adapters/keys/keys.ts';
import { agreementsSince, putAgreement } from '../../../adapters/store/agreements.ts';
import { getInstallation, setInstallation } from '../../../adapters/store/installation.ts';
import { type Tx, transact } from '../../../adapters/store/pool.ts';
import { listRollout, rolloutOf, setRollout } from '../../../adapters/store/rollout.ts';
import { bindWebhookEvent, claimWebhookEvent } from '../../../adapters/store/webhook-events.ts';
import type { RolloutMode } from '../../../domain/rollout.ts';
import { openedDatabase } from './database.ts';

const db = openedDatabase();
const run = <T>(work: (tx: Tx) => Promise<T>) => transact(db.app, work);

const AT = '2026-03-02T09:00:00.000Z';

describe('rollout', () => {
  const set = (segment: string, mode: RolloutMode) =>
    run((tx) =>
      setRollout(tx, {
        bootstrap: false,
        ...{ lifecycle: 'deal', segment, mode, reason: 'test', changedBy: 'p-1', token: null },
        changedAt: AT,
      }),
    );
  const found = async (segment: string) => (await run((tx) => rolloutOf(tx, 'deal', segment)))?.segment;

  test('the row that says most about a segment governs it', async () => {
    expect(await found('Gold/EMEA/standard')).toBeUndefined();
    for (const segment of [
      '*/*/*',
      '*/*/standard',
      '*/EMEA/*',
      'Gold/*/*',
      '*/EMEA/standard',
      'Gold/*/standard',
      'Gold/EMEA/*',
      'Gold/EMEA/standard',
    ]) {
      await set(segment, 'assisted');
      expect(await found('Gold/EMEA/standard')).toBe(segment);
    }
    expect(await found('Silver/EMEA/standard')).toBe('*/EMEA/standard');
    expect(await found('Gold/APAC/other')).toBe('Gold/*/*');
    expect(await found('Silver/APAC/other')).toBe('*/*/*');
    expect(await run((tx) => rolloutOf(tx, 'another' as never, 'Gold/EMEA/standard'))).toBeUndefined();
  });

  test('setting replaces the same spelling', async () => {
    await set('Gold/EMEA/standard', 'off');
    expect(await run((tx) => rolloutOf(tx, 'deal', 'Gold/EMEA/standard', { lock: 'share' }))).toMatchObject({
      mode: 'off',
      changedAt: AT,
    });
    expect((await run(listRollout)).filter((row) => row.segment === 'Gold/EMEA/standard').length).toBe(1);
  });

  test('the kill switch waits for a write whose intent is being recorded', async () => {
    const order: string[] = [];
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let locked: () => void = () => {};
    const ready = new Promise<void>((resolve) => {
      locked = resolve;
    });
    const writing = run(async (tx) => {
      await rolloutOf(tx, 'deal', 'Gold/APAC/x', { lock: 'share' });
      locked();
      await held;
      order.push('intent recorded');
    });
    await ready;
    const switching = set('Gold/*/*', 'off').then(() => order.push('switched off'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    release();
    await Promise.all([writing, switching]);
    expect(order).toEqual(['intent recorded', 'switched off']);
  });
});

test('agreements count once a person has decided', async () => {
  const row = {
    case: 'deal:files:1',
    revision: 1,
    lifecycle: 'deal' as const,
    segment: 'Gold/EMEA/standard',
    machine: 'AUTO_APPROVED',
    human: null,
    agreed: null,
    amountUsd: '1234.50',
    kind: 'blind' as const,
    draw: 0.125,
    share: 0.2,
    at: AT,
  };
  const signer = { key: newKey(mkdtempSync(join(tmpdir(), 'qd-signer-')), 'p-sam'), at: AT };
  const put = (stated: typeof row) => run((tx) => putAgreement(tx, stated, signer));
  await put(row);
  const since = (segment = '*/*/*', instant = '2000-01-01T00:00:00Z') =>
    run((tx) => agreementsSince(tx, signer.key, { lifecycle: 'deal', since: instant, segment }));
  const kept = {
    import: null,
    beforeSigning: false,
    signed: expect.objectContaining({ kid: signer.key.kid }),
  };
  expect(await since()).toEqual([{ ...row, ...kept }]);
  const decided = { ...row, ...kept, human: 'approve', agreed: true, at: '2026-03-05T09:00:00.000Z' };
  // What it counts for was settled before anybody decided.
  await run((tx) => putAgreement(tx, { ...decided, kind: 'confirmed', draw: 0, share: null }, signer));
  expect(await since('Gold/EMEA/standard')).toEqual([decided]);
  expect(await since('*/EMEA/*')).toEqual([decided]);
  await expect(run((tx) => tx.query(`update agreements set kind = 'control'`))).rejects.toThrow('permission');
  // By the instant of the comparison, whenever the row was written.
  expect(await since(undefined, '2026-03-05T09:00:00Z')).toEqual([decided]);
  expect(await since(undefined, '2026-03-05T09:00:01Z')).toEqual([]);
  expect(await since('Gold/APAC/standard')).toEqual([]);
});

test('a delivery is new once, repeated with the same body, a conflict with another', async () => {
  const event = { source: 'impartner', eventId: 'e1', bodyHash: 'h1', receivedAt: new Date(AT) };
  const claims = await Promise.all([1, 2, 3].map(() => run((tx) => claimWebhookEvent(tx, event))));
  expect(claims.map((claim) => claim.seen).sort()).toEqual(['new', 'repeated', 'repeated']);
  await run((tx) => bindWebhookEvent(tx, 'impartner', 'e1', 'deal:impartner:1'));
  expect(await run((tx) => claimWebhookEvent(tx, event))).toEqual({
    seen: 'repeated',
    case: 'deal:impartner:1',
  });
  expect((await run((tx) => claimWebhookEvent(tx, { ...event, bodyHash: 'h2' }))).seen).toBe('conflict');
  expect((await run((tx) => claimWebhookEvent(tx, { ...event, source: 'other' }))).seen).toBe('new');
});

test('a fact about the installation is any JSON, null too', async () => {
  for (const value of [null, false, 'x', [1], { a: { b: 1 } }]) {
    await run((tx) => setInstallation(tx, 'fact', value));
    expect(await run((tx) => getInstallation(tx, 'fact'))).toEqual(value);
  }
  expect(await run((tx) => getInstallation(tx, 'unknown'))).toBeUndefined();
});
