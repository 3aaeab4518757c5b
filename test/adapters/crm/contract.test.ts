import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createCrm } from '../../../adapters/crm/index.ts';
import type { ChangeMark } from '../../../adapters/ports/changes.ts';
import type { CrmChanges, CrmPort } from '../../../adapters/ports/crm.ts';
import { patiently } from '../as-ledger.ts';
import { badDays, onBadDays } from '../bad-day.ts';
import { checked } from '../checked.ts';
import { call, faultOf, type Rig, type WriteCase } from '../contract.ts';
import { writeContract } from '../write-contract.ts';
import { CRM_CHECKS } from './checks.ts';
import { CRM } from './records.ts';
import { type CrmRig, hubspotRig, salesforceRig } from './rig.ts';
import { contact, crmWrites, onStanding, opportunity, STANDING } from './writes.ts';

/** One row a CRM adapter. */
interface CrmRow {
  vendor: string;
  http: boolean;
  /** `touch` changes one account there and answers its id. */
  open(hostile?: { seed: number }): Promise<Rig<CrmPort> & { touch(): Promise<string> }>;
  /** Opens one for CRM_CHECKS; absent where there is no CRM to look into. */
  rig?(hostile?: { seed: number }): Promise<CrmRig>;
  /** Default: on a bad day of the CRM, too. */
  days?: 'good';
  /** How its writes may be repeated; default `upsert`. */
  repeat?: WriteCase<CrmPort>['repeat'];
  /** Whether a second write changes the same record (else each write is a file of its own). */
  sameRecord: boolean;
  /** Reads that the write of a contact needs, which is looked for by its address, too; default 1. */
  contactReads?: number;
  /** A write whose record cannot be met again with other values. */
  ownKey?: string;
}

const rows: CrmRow[] = [200, 204].map(
  (changedAnswer): CrmRow => ({
    vendor: `salesforce that answers a change with ${changedAnswer}`,
    http: true,
    sameRecord: true,
    contactReads: 2,
    ...(changedAnswer === 204 ? { days: 'good' } : {}),
    open: (hostile) =>
      salesforceRig({ changedAnswer: changedAnswer as 200 | 204, ...(hostile ? { hostile } : {}) }),
    rig: (hostile) =>
      salesforceRig({ changedAnswer: changedAnswer as 200 | 204, ...(hostile ? { hostile } : {}) }),
  }),
);
rows.push({
  vendor: 'hubspot',
  http: true,
  sameRecord: true,
  open: (hostile) => hubspotRig(hostile ? { hostile } : {}, false),
  rig: (hostile) => hubspotRig(hostile ? { hostile } : {}),
  // The address is the contact's key: with another one it is another contact.
  ownKey: 'upsertContact',
});
rows.push({
  vendor: 'files',
  http: false,
  sameRecord: false,
  async open() {
    const folder = await mkdtemp(join(tmpdir(), 'crm-files-'));
    const out = join(folder, 'out');
    const listed = async (more: object[]) => {
      const accounts = CRM.accounts.map(({ parentId, lastTouch, ...account }) => ({
        ...account,
        parent_id: parentId,
        last_touch_at: lastTouch,
      }));
      await writeFile(join(folder, 'accounts.json'), JSON.stringify([...accounts, ...more]));
    };
    await listed([]);
    const opportunities = CRM.opportunities.map(({ id, accountId, name, stage, ...deal }) => ({
      id,
      account_id: accountId,
      name,
      stage,
      partner_id: deal.partnerId,
      last_activity_at: deal.lastActivity,
      products: deal.products?.join(';'),
      modified_at: '2026-11-01T10:00:00Z',
    }));
    await writeFile(join(folder, 'opportunities.json'), JSON.stringify(opportunities));
    return {
      port: createCrm('files', { folder, out, pageSize: 2 }),
      async touch() {
        await listed([{ id: 'new', name: 'New', modified_at: new Date().toISOString() }]);
        return 'new';
      },
      async state() {
        const names = await readdir(out).catch(() => []);
        const texts = names.sort().map(async (name) => [name, await readFile(join(out, name), 'utf8')]);
        return JSON.stringify(await Promise.all(texts));
      },
      close: () => rm(folder, { recursive: true }),
    };
  },
});

async function changes(port: CrmPort, from: ChangeMark | null) {
  const pages = [];
  for (let since = from; pages.length < 50; ) {
    const page = await port.changedSince(since, call);
    pages.push(page);
    if (page.next === null) return { pages, mark: since };
    since = page.next;
  }
  throw new Error('the changes do not end');
}

describe.each(rows)(
  'CRM $vendor',
  ({ open, rig: opened, days, http, sameRecord, ownKey, contactReads = 1, repeat = 'upsert' }) => {
    if (opened) checked(opened, CRM_CHECKS, days);

    const met = crmWrites({ repeat, contactReads, sameRecord, ...(ownKey ? { ownKey } : {}) });
    writeContract(open, met, http);
    if (http) {
      badDays(open, met);
      test('on a bad day, candidates and changes are all the same', () =>
        onBadDays(open, async ({ port }) => {
          const found = await patiently(() =>
            port.candidates({ domain: 'garonne-ateliers.example', name: 'Pacific' }, call),
          );
          expect(found.accounts.map(({ id }) => id)).toEqual(CRM.accounts.map(({ id }) => id));
          expect(found.opportunities.map(({ id }) => id)).toEqual(['006QD000000GAR1']);
          const seen = new Set<string>();
          for (let since: ChangeMark | null = null; ; ) {
            const from: ChangeMark | null = since;
            const page: CrmChanges = await patiently(() => port.changedSince(from, call));
            for (const { id } of [...page.accounts, ...page.opportunities]) seen.add(id);
            if (page.next === null) break;
            since = page.next;
          }
          expect(seen.size).toBe(CRM.accounts.length + CRM.opportunities.length + 1);
        }));
    }

    describe('candidates', () => {
      let rig: Rig<CrmPort>;
      beforeEach(async () => {
        rig = await open();
      });
      afterEach(() => rig.close());
      const ids = async (domain: string | null, name: string) =>
        (await rig.port.candidates({ domain, name }, call)).accounts.map(({ id }) => id);

      test('by domain, with the open opportunities only', async () => {
        const found = await rig.port.candidates(
          { domain: 'garonne-ateliers.example', name: 'unrelated' },
          call,
        );
        // Only some CRMs are asked since when a record is there.
        const known = <R extends { createdAt?: string | null }>({ createdAt: _, ...record }: R) => record;
        expect(found.accounts.map(known)).toEqual([
          {
            id: '001QD000000GARO',
            name: 'Ateliers Garonne SA',
            domain: 'garonne-ateliers.example',
            parentId: null,
            address: {
              street: '12 quai de la Daurade',
              postalCode: '31000',
              city: 'Toulouse',
              country: 'FR',
            },
            lastTouchAt: '2026-11-02T00:00:00.000Z',
          },
        ]);
        expect(found.opportunities.map(known)).toEqual([
          {
            id: '006QD000000GAR1',
            accountId: '001QD000000GARO',
            name: 'Garonne direct renewal',
            stage: 'Negotiation',
            open: true,
            partnerId: '7001',
            modifiedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
            lastActivityAt: '2026-11-12T00:00:00.000Z',
            products: ['backup', 'monitoring'],
          },
        ]);
      });

      test('by the leading word of the name, in any case, over several pages', async () => {
        expect(await ids(null, 'PACIFIC something else')).toEqual([
          '001QD000000PAC1',
          '001QD000000PAC2',
          '001QD000000PAC3',
        ]);
      });

      test.each([
        [null, ''],
        [null, "' OR Name LIKE '%"],
        [null, '%'],
        [null, '____'],
        [null, "x\\' OR Name != '"],
        ["%' OR Name LIKE '%", 'zzzz'],
        [null, 'nothing like it'],
      ])('domain %j and name %j find nothing', async (domain, name) => {
        expect(await ids(domain, name)).toEqual([]);
      });
    });

    describe('the account', () => {
      let rig: Rig<CrmPort>;
      beforeEach(async () => {
        rig = await open();
      });
      afterEach(() => rig.close());
      const ownAmong = async (name: string, externalId?: string) =>
        (
          await rig.port.candidates(
            { domain: null, name, ...(externalId === undefined ? {} : { externalId }) },
            call,
          )
        ).own;

      test('that is ours is told by our external id, in any case', async () => {
        const found = await rig.port.candidates({ domain: null, name: 'Earlier' }, call);
        const ours = found.accounts[0]?.id ?? null;
        // What is loaded from files carries no external id of ours.
        expect(ours === null).toBe(!sameRecord);
        expect(await ownAmong('Earlier', 'earlier.example')).toBe(ours);
        expect(await ownAmong('Earlier', 'Earlier.Example')).toBe(ours);
        expect(await ownAmong('Earlier', 'other.example')).toBeNull();
        expect(await ownAmong('Earlier')).toBeNull();
        expect(await ownAmong('Ateliers', 'earlier.example')).toBeNull();
      });

      test('that was there before gets the opportunity, and no other one is made', async () => {
        const accounts = async () =>
          (await changes(rig.port, null)).pages.flatMap((page) => page.accounts.map(({ id }) => id)).sort();
        const before = await accounts();
        expect(before).toContain(STANDING);
        const { id } = await rig.port.writes.upsertOpportunity.send(onStanding(opportunity), 'k', call);
        expect(await accounts()).toEqual(before);
        if (!sameRecord) return expect(await rig.state()).toContain(STANDING);
        const { opportunities } = await rig.port.candidates(
          { domain: 'garonne-ateliers.example', name: '' },
          call,
        );
        expect(opportunities.find((each) => each.id === id)?.accountId).toBe(STANDING);
      });

      test.each([
        ['neither way', {}],
        ['both ways', { accountId: STANDING, accountExternalId: 'earlier.example' }],
      ])('named %s is our own mistake, and nothing is written', async (_, named) => {
        const start = await rig.state();
        const { writes } = rig.port;
        const { accountExternalId: __, ...deal } = opportunity;
        const { accountExternalId: ___, ...person } = contact;
        await expect(writes.upsertOpportunity.send({ ...deal, ...named }, 'k', call)).rejects.toThrow(
          'exactly one of',
        );
        await expect(writes.upsertContact.send({ ...person, ...named }, 'k', call)).rejects.toThrow(
          'exactly one of',
        );
        expect(await rig.state()).toBe(start);
      });

      if (http)
        test('that is gone meanwhile refuses what should hang on it', async () => {
          const start = await rig.state();
          const payload = { ...onStanding(opportunity), accountId: '001000000000000AAA' };
          await rig.port.writes.upsertOpportunity.before(payload, 'k', call);
          const thrown = await faultOf(rig.port.writes.upsertOpportunity.send(payload, 'k', call));
          expect(['rejected', 'not_found']).toContain(thrown.kind);
          expect(thrown.certainlyNotLanded).toBe(true);
          expect(await rig.state()).toBe(start);
        });
    });

    describe('changes', () => {
      let rig: Awaited<ReturnType<typeof open>>;
      beforeEach(async () => {
        rig = await open();
      });
      afterEach(() => rig.close());

      const read = (from: ChangeMark | null) => changes(rig.port, from);

      test('every account and opportunity once, over several pages', async () => {
        const { pages } = await read(null);
        expect(pages.length).toBeGreaterThan(1);
        const ids = pages.flatMap(({ accounts, opportunities }) =>
          [...accounts, ...opportunities].map(({ id }) => id),
        );
        const seeded = [...CRM.accounts, ...CRM.opportunities].map(({ id }) => id);
        expect(ids).toEqual(expect.arrayContaining(seeded));
        expect(new Set(ids).size).toBe(ids.length);
        const all = pages.flatMap(({ opportunities }) => opportunities);
        expect(all.map(({ open }) => open).sort()).toEqual([false, true]);
        const child = pages.flatMap(({ accounts }) => accounts).find(({ id }) => id === '001QD000000PAC2');
        // The files say nothing of a touch that they do not name; a CRM says that none is logged.
        const lastTouchAt = sameRecord ? 'never' : null;
        expect(child).toMatchObject({ parentId: '001QD000000PAC1', address: null, lastTouchAt });
      });

      test('oldest first: no mark goes back', async () => {
        const { pages } = await read(null);
        const marks = pages.flatMap(({ next }) => (next ? [next.modifiedAt] : []));
        expect(marks).toEqual(marks.toSorted());
      });

      test('a later change is found from the last mark', async () => {
        const { mark } = await read(null);
        await new Promise((wake) => setTimeout(wake, 5));
        const id = await rig.touch();
        const { pages } = await read(mark);
        const found = pages.flatMap(({ accounts }) => accounts.map((account) => account.id));
        expect(found).toContain(id);
      });
    });
  },
);

test('an unknown vendor is answered with the ones there are', () => {
  expect(() => createCrm('toString', {})).toThrow('use one of: salesforce, hubspot, files');
});
