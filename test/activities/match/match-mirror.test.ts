import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { MockActivityEnvironment, type TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { type MatchMirrorActivities, matchMirrorActivities } from '../../../activities/match/match-mirror.ts';
import { createCrm } from '../../../adapters/crm/index.ts';
import { installationKey } from '../../../adapters/keys/keys.ts';
import { postgresMatch } from '../../../adapters/match/postgres.ts';
import { VendorFault } from '../../../adapters/ports/call.ts';
import type { CrmPort } from '../../../adapters/ports/crm.ts';
import type { PrmPort } from '../../../adapters/ports/prm.ts';
import { createPrm } from '../../../adapters/prm/index.ts';
import { insertCase, updateCase } from '../../../adapters/store/cases.ts';
import { indexedRecords } from '../../../adapters/store/match.ts';
import { mirrorStates } from '../../../adapters/store/match-mirror.ts';
import { transact } from '../../../adapters/store/pool.ts';
import { putSignedPolicy } from '../../../adapters/store/signed-policies.ts';
import { statement } from '../../../adapters/store/statement.ts';
import { dealPolicy } from '../../../installation/deal/policy.ts';
import type { ChannelPrmDeal } from '../../../sandbox/channel.ts';
import { createImpartner } from '../../../sandbox/impartner/index.ts';
import type { matchMirror } from '../../../workflows/match-mirror.ts';
import { call } from '../../adapters/contract.ts';
import { aRecord } from '../../adapters/match/records.ts';
import { DEALS as DEALS_OF_IMPARTNER, dealsOf } from '../../adapters/prm/records.ts';
import { aCase, openedDatabase } from '../../adapters/store/database.ts';
import { inUsd } from '../../environment/in-usd.ts';
import { devServer, workflowBundle } from '../../environment/servers.ts';

const db = openedDatabase();
const folder = mkdtempSync(join(tmpdir(), 'quarterdeck-mirror-'));
afterAll(() => rmSync(folder, { recursive: true }));

let at = Date.parse('2026-03-02T09:00:00.000Z');
/** Drops an export into the folder, each a minute younger than the one before. */
function put(file: string, header: string, ...rows: string[]): void {
  const path = join(folder, `${file}.csv`);
  writeFileSync(path, [header, ...rows].join('\n'));
  at += 60_000;
  utimesSync(path, new Date(at), new Date(at));
}
const ACCOUNTS = 'id,name,website,parentId,city,country,lastTouchAt,modifiedAt';
const OPPORTUNITIES = 'id,accountId,name,stage,partnerId,modifiedAt,lastActivityAt,products';
const DEALS = 'id,partnerId,status,customerName,primaryContactEmail,submittedAt,modifiedAt';

const key = installationKey(join(folder, 'keys'));
const files = { folder, out: join(folder, 'out') };
const crm = (pageSize = 2): CrmPort => createCrm('files', { ...files, pageSize });
const prm = (): PrmPort => createPrm('files', files);
const now = () => new Date('2026-03-02T12:00:00.000Z');
const activities = (ports: { crm?: CrmPort; prm?: PrmPort } = {}): MatchMirrorActivities =>
  matchMirrorActivities({
    store: db.app,
    ports: { crm: crm(), prm: prm(), match: postgresMatch({}, db.app), ...ports },
    vault: db.vault,
    installationKey: key,
    now,
    // What is kept is started by the sweep, too.
    client: undefined as never,
    taskQueue: 'unused',
    formatOf: inUsd,
  });
const mirror = (of: 'crm' | 'prm', ports = {}) =>
  new MockActivityEnvironment().run(activities(ports).mirrorRecords, of);
const held = async (...records: string[]) => {
  const found = await indexedRecords(statement(db.app), records);
  return Object.fromEntries(found.map((each) => [each.record.record, each]));
};
const found = async (name: string) =>
  (await postgresMatch({}, db.app).candidates(aRecord('registration:asked', name), 20, call)).map(
    ({ record }) => record.record,
  );

beforeAll(() =>
  transact(db.app, (tx) =>
    putSignedPolicy(tx, key, {
      lifecycle: 'deal',
      body: dealPolicy('policy') as never,
      effectiveFrom: '2026-01-01T00:00:00.000Z',
    }),
  ),
);
beforeEach(async () => {
  await db.admin.query('truncate match_records, mirror_marks, match_statistics');
  put('accounts', ACCOUNTS);
  put('opportunities', OPPORTUNITIES);
  put('partners', 'id,name,tier,region');
  put('deals', DEALS);
});

describe('the CRM', () => {
  const five = [
    'A1,Nordwind GmbH,https://www.nordwind.example,,Hamburg,DE,2026-02-01,2026-03-01T08:00:00Z',
    'A2,Nordwind Süd GmbH,,A1,,,,2026-03-01T08:01:00Z',
    'A3,Kiosk Meyer,gmail.com,,,,,2026-03-01T08:02:00Z',
    'A4,Ostwind AG,,,,,,2026-03-01T08:03:00Z',
    'A5,Westwind AG,,,,,,2026-03-01T08:04:00Z',
  ];

  test('accounts come in over several pages, with what a verdict needs', async () => {
    put('accounts', ACCOUNTS, ...five);
    expect(await mirror('crm')).toEqual({ read: 5, more: false });
    const all = await held(...['A1', 'A2', 'A3', 'A4', 'A5'].map((id) => `crm:Account/${id}`));
    expect(Object.keys(all)).toHaveLength(5);
    expect(all['crm:Account/A1']).toEqual({
      record: {
        record: 'crm:Account/A1',
        kind: 'account',
        name: 'Nordwind GmbH',
        domain: 'nordwind.example',
        contactToken: null,
        address: { street: null, postalCode: null, city: 'Hamburg', country: 'DE' },
        products: [],
        territories: ['DE'],
        parent: null,
      },
      facts: {
        partnerId: null,
        submittedAt: null,
        protectedUntil: null,
        open: true,
        lastTouchAt: '2026-02-01T00:00:00.000Z',
        status: null,
        sourceOfRecord: 'crm',
      },
    });
    expect(all['crm:Account/A2']?.record.parent).toBe('crm:Account/A1');
    // A free-mail provider says nothing about a company.
    expect(all['crm:Account/A3']?.record.domain).toBeNull();
  });

  test('open opportunities are found by the name of their account, closed ones go', async () => {
    const row = (stage: string, minute: number) =>
      `O1,A1,Renewal 2026,${stage},P7,2026-03-01T09:0${minute}:00Z,2026-02-20,backup;storage`;
    put('accounts', ACCOUNTS, five[0] as string);
    put('opportunities', OPPORTUNITIES, row('Proposal', 0));
    await mirror('crm');
    expect(await held('crm:Opportunity/O1')).toMatchObject({
      'crm:Opportunity/O1': {
        record: {
          kind: 'opportunity',
          name: 'Nordwind GmbH',
          domain: 'nordwind.example',
          products: ['backup', 'storage'],
          parent: 'crm:Account/A1',
        },
        facts: {
          partnerId: 'P7',
          open: true,
          status: 'Proposal',
          lastTouchAt: '2026-02-20T00:00:00.000Z',
          sourceOfRecord: 'crm',
        },
      },
    });
    put('opportunities', OPPORTUNITIES, row('Closed Lost', 1));
    await mirror('crm');
    expect(await found('Nordwind')).toEqual(['crm:Account/A1']);
  });

  test('an opportunity that is read before its account, or whose account is renamed, has the account’s name', async () => {
    put('opportunities', OPPORTUNITIES, 'O1,A1,Renewal,Proposal,,2026-03-01T07:00:00Z,,');
    put('accounts', ACCOUNTS);
    await mirror('crm');
    expect((await held('crm:Opportunity/O1'))['crm:Opportunity/O1']?.record.name).toBe('Renewal');
    put('accounts', ACCOUNTS, five[0] as string);
    await mirror('crm');
    expect(await found('Nordwind')).toEqual(expect.arrayContaining(['crm:Account/A1', 'crm:Opportunity/O1']));
    put('accounts', ACCOUNTS, 'A1,Morgenstern Kontor,,,,,,2026-03-01T10:00:00Z');
    await mirror('crm');
    expect(await found('Nordwind')).toEqual([]);
    expect((await found('Morgenstern Kontor')).sort()).toEqual(['crm:Account/A1', 'crm:Opportunity/O1']);
  });

  test('after an outage in the middle it goes on where it was, and nothing is missing', async () => {
    put('accounts', ACCOUNTS, ...five);
    let pages = 0;
    const asked: unknown[] = [];
    const real = crm();
    const flaky: CrmPort = {
      ...real,
      async changedSince(since, how) {
        asked.push(since);
        pages += 1;
        if (pages === 2)
          throw new VendorFault({
            vendor: 'files',
            kind: 'unavailable',
            message: 'away',
            retryAfterMs: 1_000,
          });
        return real.changedSince(since, how);
      },
    };
    await expect(mirror('crm', { crm: flaky })).rejects.toMatchObject({ type: 'VendorUnavailable' });
    expect((await transact(db.app, mirrorStates))[0]).toMatchObject({ source: 'crm:files', caughtUp: null });
    expect(await mirror('crm', { crm: flaky })).toMatchObject({ more: false });
    // The first page was not read again.
    expect(asked.filter((since) => since === null)).toHaveLength(1);
    expect(Object.keys(await held(...five.map((_, n) => `crm:Account/A${n + 1}`)))).toHaveLength(5);
    expect((await transact(db.app, mirrorStates))[0]?.caughtUp).toBe(now().toISOString());
  });
});

describe('the PRM', () => {
  const row = (id: string, status: string, name: string, email = '', minute = 0) =>
    `${id},P1,${status},${name},${email},2026-01-05T09:00:00Z,2026-03-01T08:0${minute}:00Z`;

  test('registrations come in with who was first; drafts do not, and who asks again gets what changed', async () => {
    put(
      'deals',
      DEALS,
      row('1', 'Approved', 'Nordwind GmbH', 'ana@nordwind.example'),
      row('2', 'Draft', 'Südwind GmbH', '', 1),
      row('3', 'Rejected', 'Ostwind GmbH', 'ana@gmail.com', 2),
    );
    expect(await mirror('prm')).toEqual({ read: 3, more: false });
    const all = await held('prm:files/1', 'prm:files/2', 'prm:files/3');
    expect(Object.keys(all).sort()).toEqual(['prm:files/1', 'prm:files/3']);
    expect(all['prm:files/1']).toMatchObject({
      record: {
        kind: 'registration',
        domain: 'nordwind.example',
        contactToken: db.vault.tokenOf('ana@nordwind.example'),
      },
      facts: {
        partnerId: 'P1',
        submittedAt: '2026-01-05T09:00:00.000Z',
        open: true,
        status: 'Approved',
        sourceOfRecord: 'prm',
      },
    });
    expect(all['prm:files/3']).toMatchObject({ record: { domain: null }, facts: { open: false } });
    expect(await mirror('prm')).toEqual({ read: 0, more: false });
    put('deals', DEALS, row('1', 'Expired', 'Nordwind GmbH', '', 5));
    expect(await mirror('prm')).toEqual({ read: 1, more: false });
    expect((await held('prm:files/1'))['prm:files/1']?.facts.open).toBe(false);
  });

  test('what is a case of ours stands in the index as such, not a second time', async () => {
    put('deals', DEALS, row('77', 'Submitted', 'Nordwind GmbH'));
    await mirror('prm');
    expect(await found('Nordwind')).toEqual(['prm:files/77']);
    await transact(db.app, (tx) => insertCase(tx, { ...aCase(), externalId: '77' }));
    put('deals', DEALS, row('77', 'Under Review', 'Nordwind GmbH', '', 3));
    await mirror('prm');
    expect(await found('Nordwind')).toEqual([]);
  });

  test('one that cannot be read stops no other, and the mirror goes on', async () => {
    put('deals', DEALS, row('1', 'Approved', 'Nordwind GmbH'));
    const odd = [{ id: '2', message: 'Deal 2: field Amount has another type' }];
    const deals = dealsOf(prm());
    const changedSince: typeof deals.changedSince = async (...asked) => ({
      ...(await deals.changedSince(...asked)),
      odd,
    });
    const port = { ...prm(), deals: { ...deals, changedSince } };
    expect(await mirror('prm', { prm: port })).toEqual({ read: 1, more: false });
    expect(await held('prm:files/1')).toHaveProperty(['prm:files/1']);
  });

  test('of a PRM whose webhook may be silent, what is submitted from now on is taken in, and nothing of before', async () => {
    const polled = () => ({ ...prm(), deals: { ...dealsOf(prm()), asReported: (id: string) => ({ id }) } });
    const kept = async () =>
      (
        await db.admin.query(
          "select intake_id as intake, source from deliveries where source = 'files' order by intake_id",
        )
      ).rows;
    put('deals', DEALS, row('80', 'Submitted', 'Nordwind GmbH'));
    await mirror('prm', { prm: polled() });
    expect(await kept()).toEqual([]);
    await transact(db.app, (tx) => insertCase(tx, { ...aCase(), source: 'files', externalId: '83' }));
    put(
      'deals',
      DEALS,
      row('81', 'Submitted', 'Ostwind GmbH', '', 3),
      row('82', 'Draft', 'Südwind GmbH', '', 4),
      row('83', 'Submitted', 'Westwind GmbH', '', 5),
      row('84', 'Approved', 'Kiosk Meyer', '', 6),
    );
    for (const _ of ['once', 'twice']) await mirror('prm', { prm: polled() });
    expect(await kept()).toEqual([{ intake: 'intake:files:81', source: 'files' }]);
    // Another PRM's webhook is relied on.
    put('deals', DEALS, row('85', 'Submitted', 'Nordwind Süd GmbH', '', 7));
    await mirror('prm');
    expect(await kept()).toHaveLength(1);
  });

  test('an open case hears that its registration was merged, where only its own record tells it, and once', async () => {
    const records = [101, 102, 103, 104].map(String);
    const seed = {
      partners: [],
      prmDeals: records.map((id) => ({ ...(DEALS_OF_IMPARTNER[0] as ChannelPrmDeal), id })),
    };
    const tenant = createImpartner({ seed });
    const baseUrl = await tenant.listen();
    try {
      const impartner = createPrm('impartner', {
        baseUrl,
        apiKey: 'sandbox-prm-key',
        requestsPerSecond: 1_000,
        searchLagMs: 0,
      });
      const source = 'impartner';
      for (const externalId of ['101', '102', '103'])
        await transact(db.app, (tx) => insertCase(tx, { ...aCase(), source, externalId }));
      const ended = aCase();
      await transact(db.app, (tx) => insertCase(tx, { ...ended, source, externalId: '104' }));
      const closed = { status: 'completed', endedAt: now().toISOString() } as const;
      await transact(db.app, (tx) => updateCase(tx, ended.case, closed));
      const own = activities({ prm: impartner });
      const run = () => new MockActivityEnvironment().run(own.mirrorRecords, 'prm' as const);
      const kept = async () =>
        (
          await db.admin.query(
            "select intake_id as intake from deliveries where source = 'impartner' order by intake_id",
          )
        ).rows.map(({ intake }) => intake);
      await run();
      expect(await kept()).toEqual([]);
      tenant.merge('Deal', '103', '101');
      tenant.merge('Deal', '103', '104');
      // A deleted one is another matter.
      await fetch(`${baseUrl}/api/objects/v1/Deal/102`, {
        method: 'DELETE',
        headers: { authorization: 'prm-key sandbox-prm-key' },
      });
      for (const _ of ['once', 'twice']) await run();
      expect(await kept()).toEqual(['intake:impartner:101']);
      const asked = tenant.requests.length;
      await run();
      // Its own pages, the search for the open ones, and what was deleted.
      expect(tenant.requests.length - asked).toBeLessThanOrEqual(4);
    } finally {
      await tenant.close();
    }
  });

  test('no address of a person is kept readable', async () => {
    put('deals', DEALS, row('1', 'Approved', 'Nordwind GmbH', 'ana.lopez@nordwind.example'));
    await mirror('prm');
    const { rows } = await db.admin.query('select * from match_records');
    expect(JSON.stringify(rows)).not.toContain('ana.lopez');
  });
});

describe('the workflow', () => {
  let env: TestWorkflowEnvironment;
  beforeAll(async () => {
    env = await devServer();
  });
  afterAll(() => env?.teardown());

  async function run(own: MatchMirrorActivities) {
    const taskQueue = `mirror-${randomUUID()}`;
    const worker = await Worker.create({
      connection: env.nativeConnection,
      taskQueue,
      workflowBundle: workflowBundle(),
      activities: own,
    });
    const workflowId = `mirror-${randomUUID()}`;
    const result = await worker.runUntil(
      env.client.workflow
        .execute<typeof matchMirror>('matchMirror', { taskQueue, workflowId })
        .catch((error: Error) => error),
    );
    const history = await env.client.workflow.getHandle(workflowId).fetchHistory();
    await Worker.runReplayHistory({ workflowBundle: workflowBundle() }, history);
    return result;
  }

  test('reads both systems, asks for more until there is none, and learns what is common', async () => {
    put('accounts', ACCOUNTS, 'A1,Nordwind GmbH,,,,,,2026-03-01T08:00:00Z');
    put('deals', DEALS, '1,P1,Approved,Südwind GmbH,,,2026-03-01T08:00:00Z');
    const real = activities();
    let first = true;
    const result = await run({
      ...real,
      async mirrorRecords(of) {
        const done = await real.mirrorRecords(of);
        if (of === 'prm' || !first) return done;
        first = false;
        return { ...done, more: true };
      },
    });
    // The last page of a CRM is read again.
    expect(result).toEqual({ crm: 2, prm: 1 });
    expect((await held('crm:Account/A1', 'prm:files/1'))['prm:files/1']).toBeDefined();
    expect((await db.admin.query('select records from match_statistics')).rowCount).toBe(1);
  });

  test('a PRM that refuses does not keep the CRM from being read; the run says so', async () => {
    put('accounts', ACCOUNTS, 'A1,Nordwind GmbH,,,,,,2026-03-01T08:00:00Z');
    const refusing: PrmPort = {
      ...prm(),
      deals: {
        ...dealsOf(prm()),
        async changedSince() {
          throw new VendorFault({ vendor: 'files', kind: 'auth', message: 'no' });
        },
      },
    };
    const result = await run(activities({ prm: refusing }));
    expect(result).toBeInstanceOf(Error);
    expect(await found('Nordwind')).toEqual(['crm:Account/A1']);
  });
});
