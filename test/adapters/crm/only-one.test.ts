import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Write } from '../../../adapters/ports/write.ts';
import { openStore, type Store } from '../../../adapters/store/pool.ts';
import { freshDatabase } from '../../environment/servers.ts';
import { documentedFile } from '../documented.ts';
import { makesOnlyOne, type TwoWorkers } from '../only-one.ts';
import { effectOf, untilSettled, worker } from '../two-workers.ts';
import { mooringsRig } from './moorings-rig.ts';
import { type CrmRig, hubspotRig, salesforceRig } from './rig.ts';

/** Two workers within the lag of a vendor's search make one record: over HTTP, with the leases of the ledger in Postgres. */

const NODE = join(createRequire(import.meta.url).resolve('node/package.json'), '../bin/node');
const ACCOUNT = { externalId: 'acme.example', name: 'Acme GmbH', domain: 'acme.example' };
const LAG_MS = 150;

/** A worker each, and a database that knows nothing of theirs. */
const stores: Store[] = [];
let url: string;
beforeAll(async () => {
  const [ours, other] = [await freshDatabase(), await freshDatabase()];
  url = ours.appUrl;
  stores.push(...[url, url, other.appUrl].map((each) => openStore({ url: each })));
});
afterAll(() => Promise.all(stores.map((store) => store.close())));

function twoWorkers(rig: CrmRig): TwoWorkers {
  const [one, other] = [rig.port, rig.http.again({})].map((port) => port.writes.upsertAccount);
  return {
    stores: [stores[0] as Store, stores[1] as Store],
    writes: [one as Write, other as Write],
    payload: ACCOUNT,
    count: () => rig.count('account'),
  };
}

async function onRig<R extends CrmRig>(open: () => Promise<R>, run: (rig: R) => Promise<void>) {
  const rig = await open();
  try {
    await run(rig);
  } finally {
    await rig.close();
  }
}
const lagging = () => mooringsRig({ searchLagMs: LAG_MS });

test.each([
  ['moorings, whose search lags and which would take a second one', lagging],
  ['hubspot', () => hubspotRig()],
  ['salesforce', () => salesforceRig()],
])('of %s', (_, open) => onRig(open, (rig) => makesOnlyOne(twoWorkers(rig))));

describe('it fails with', () => {
  const wrong = (change: (write: Write) => Partial<Write>) => (two: TwoWorkers) => ({
    ...two,
    writes: two.writes.map((write) => ({ ...write, ...change(write) })) as unknown as TwoWorkers['writes'],
  });
  let named = 0;
  const MISTAKES: Record<string, (two: TwoWorkers) => TwoWorkers> = {
    'an adapter that does not say that its record is to be the only one': wrong(() => ({
      onlyOne: undefined as never,
    })),
    'an adapter that names the record anew each time': wrong(() => ({
      onlyOne: () => `record ${named++}`,
    })),
    'an adapter that says its search never lags': wrong(() => ({ searchLagMs: 0 })),
    'an adapter that never looks for the record': wrong((write) => ({
      before: async () => null,
      send: (payload, key, call) =>
        write.send({ ...payload, externalId: `${payload.externalId}-${key}` }, key, call),
    })),
    'workers whose leases are in two databases': (two) => ({
      ...two,
      stores: [two.stores[0], stores[2] as Store],
    }),
  };
  // Longer than a worker waits before it asks again.
  const longLagging = () => mooringsRig({ searchLagMs: 1_500 });
  test.each(Object.entries(MISTAKES))('%s', (_, mistaken) =>
    onRig(longLagging, (rig) => expect(makesOnlyOne(mistaken(twoWorkers(rig)))).rejects.toThrow()),
  );
});

describe('a worker', () => {
  test('that is killed while the vendor is at work keeps the others out for a while only, and they find its record', () =>
    onRig(lagging, async (rig) => {
      const accounts = await rig.count('account');
      await rig.http.fault({ method: 'POST', delayMs: 4_000 });
      const file = documentedFile('adapters/crm/moorings.ts');
      const killed = spawn(
        NODE,
        [
          join(import.meta.dirname, 'killed-writer.ts'),
          ...[url, file, JSON.stringify(rig.settings), JSON.stringify(ACCOUNT)],
        ],
        { stdio: ['ignore', 'inherit', 'inherit'] },
      );
      const asked = () => rig.http.requests.some(({ method }) => method === 'POST');
      try {
        while (!asked() && killed.exitCode === null) await new Promise((wake) => setTimeout(wake, 20));
        expect(asked()).toBe(true);
      } finally {
        killed.kill('SIGKILL');
      }
      const { stores: of, writes, count } = twoWorkers(rig);
      const began = Date.now();
      const landed = await untilSettled(() => worker(of[1], writes[1]).performEffect(effectOf(ACCOUNT)));
      expect(await count()).toBe(accounts + 1);
      expect(landed.created).toBe(false);
      // Its lease, what may still be at work, and the lag of the search.
      expect(Date.now() - began).toBeLessThan(10_000);
    }));

  test('that takes its record back lets the next one make it anew, although the search still shows the old one', () =>
    onRig(lagging, async (rig) => {
      const { stores: of, writes, count } = twoWorkers(rig);
      const accounts = await count();
      const first = effectOf(ACCOUNT);
      const one = worker(of[0], writes[0]);
      const made = await one.performEffect(first);
      const { undoOnce } = await import('../../../activities/ledger/undo.ts');
      const deps = { store: of[0], writes: { 'crm.upsertAccount': writes[0] }, now: () => new Date() };
      const { key, case: id, step, revision, operation } = first;
      const undo = { key, case: id, step, revision, operation };
      expect(await untilSettled(() => undoOnce(deps, undo))).toMatchObject({ outcome: 'undone' });
      expect(await count()).toBe(accounts);
      const again = await untilSettled(() => worker(of[1], writes[1]).performEffect(effectOf(ACCOUNT)));
      expect(again).toMatchObject({ created: true });
      expect(again.id).not.toBe(made.id);
      expect(await count()).toBe(accounts + 1);
    }));
});
