import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ChangeMark } from '../../../adapters/ports/changes.ts';
import type { PartnerRecord, PrmDeal, PrmPort } from '../../../adapters/ports/prm.ts';
import { createPrm } from '../../../adapters/prm/index.ts';
import { patiently } from '../as-ledger.ts';
import { badDays, onBadDays } from '../bad-day.ts';
import { checked } from '../checked.ts';
import { call, httpOf, ledgered, type Rig } from '../contract.ts';
import { writeContract } from '../write-contract.ts';
import { PRM_CHECKS } from './checks.ts';
import { DEALS, dealsOf, HISTORY, PARTNERS, READ_PARTNERS, WITH_AGREEMENT } from './records.ts';
import { impartnerRig, type PrmRig, partnerstackRig } from './rig.ts';
import { createDeal, prmWrites } from './writes.ts';

/** One row a PRM adapter. */
interface PrmRow {
  vendor: string;
  http: boolean;
  open(hostile?: { seed: number }): Promise<Rig<PrmPort>>;
  /** Opens one for PRM_CHECKS; absent where there is no PRM to look into. */
  rig?(hostile?: { seed: number }): Promise<PrmRig>;
  repeat: 'upsert' | 'lookup';
  /** How it spells GET /partners/{id}, GET /deals/{id} and PATCH /deals/{id}; absent where it speaks no HTTP. */
  paths?: [partner: string, deal: string, change: string];
  /** What the vendor can tell of PARTNERS. */
  partners: PartnerRecord[];
  /** What it takes for the submission of deal 101. */
  submittedAt: string;
  /** Reads that one update needs, the one before it among them; default 1. */
  updateReads?: number;
  /** Whether it takes conflict records. */
  conflicts: boolean;
  /** Whether a second update changes the same record (else each write is a file of its own). */
  sameRecord: boolean;
}

const rows: PrmRow[] = [
  {
    vendor: 'impartner',
    http: true,
    repeat: 'lookup',
    sameRecord: true,
    paths: [
      'GET /api/objects/v1/Account/7001',
      'GET /api/objects/v1/Deal/101',
      'PATCH /api/objects/v1/Deal/101',
    ],
    partners: WITH_AGREEMENT,
    submittedAt: '2026-11-20T08:12:00.000Z',
    conflicts: true,
    open: (hostile) => impartnerRig(hostile ? { hostile } : {}),
    rig: (hostile) => impartnerRig(hostile ? { hostile } : {}),
  },
  {
    vendor: 'partnerstack',
    http: true,
    repeat: 'lookup',
    sameRecord: true,
    paths: ['GET /api/v2/partnerships/7001', 'GET /api/v2/deals/101', 'PATCH /api/v2/deals/101'],
    // It has neither certifications nor MDF nor a hierarchy.
    partners: READ_PARTNERS.map((each) => ({
      ...each,
      certifications: null,
      mdfBalance: null,
      parentPartner: null,
    })),
    // Its deals are created by the partner's submission.
    submittedAt: '2026-11-18T16:40:00.000Z',
    conflicts: false,
    updateReads: 3,
    open: (hostile) => partnerstackRig(hostile ? { hostile } : {}),
    rig: (hostile) => partnerstackRig(hostile ? { hostile } : {}),
  },
  {
    vendor: 'files',
    http: false,
    repeat: 'upsert',
    sameRecord: false,
    // An empty cell says nothing.
    partners: READ_PARTNERS.map((each) => ({
      ...each,
      certifications: each.certifications?.length ? each.certifications : null,
    })),
    submittedAt: '2026-11-20T08:12:00.000Z',
    conflicts: true,
    async open() {
      const folder = await mkdtemp(join(tmpdir(), 'prm-files-'));
      const out = join(folder, 'out');
      const csv = [
        'Id,Name,Tier,Region,Language,Time Zone,Email,Active,Win Rate,Performance,Certified,Approved Registrations,Manager,Certifications,Territories,Parent Partner,MDF Balance,MDF Currency',
        ...PARTNERS.map(({ certifications, territories, mdfBalance, parentPartner, ...each }) =>
          [
            ...Object.values(each),
            certifications?.join('; '),
            territories?.join('; '),
            parentPartner ?? '',
            mdfBalance?.amount,
            mdfBalance?.currency,
          ]
            .map((value) => `"${value}"`)
            .join(','),
        ),
      ];
      await writeFile(join(folder, 'partners.csv'), csv.join('\n'));
      const deals = [...DEALS, ...HISTORY].map((deal) => ({
        id: deal.id,
        partner_id: deal.partnerId,
        status: deal.status,
        customer_name: deal.customerName,
        opportunity_name: deal.name,
        amount: deal.amount,
        currency: deal.currency,
        expected_close_date: deal.closeDate,
        primary_contact_email: deal.contactEmail,
        partner_notes: deal.notes,
        submitted_at: deal.submittedAt,
        modified_at: deal.modifiedAt,
      }));
      await writeFile(join(folder, 'deals.json'), JSON.stringify(deals));
      return {
        port: createPrm('files', { folder, out }),
        async state() {
          const names = await readdir(out).catch(() => []);
          const texts = names.sort().map(async (name) => [name, await readFile(join(out, name), 'utf8')]);
          return JSON.stringify(await Promise.all(texts));
        },
        close: () => rm(folder, { recursive: true }),
      };
    },
  },
];

describe.each(rows)('PRM $vendor', ({ open, http, repeat, sameRecord, conflicts, ...row }) => {
  if (row.rig) checked(row.rig, PRM_CHECKS);

  const cases = prmWrites({ repeat, conflicts, sameRecord, updateReads: row.updateReads ?? 1 });
  writeContract(open, cases, http);
  if (http) {
    badDays(open, cases);
    test('on a bad day, partners and registrations are read all the same', () =>
      onBadDays(open, async ({ port }) => {
        for (const partner of row.partners)
          expect(await patiently(() => port.partners.read(partner.id, call))).toEqual(partner);
        const { deals } = await patiently(() => dealsOf(port).changedSince(null, call));
        expect(deals.map(({ id }) => id)).toEqual(['97', '90', '88', '91', '101']);
      }));
  }

  describe('reads', () => {
    let rig: Rig<PrmPort>;
    beforeEach(async () => {
      rig = await open();
    });
    afterEach(() => rig.close());

    if (sameRecord)
      test('tells a registration that we made ourselves from one that a partner submitted', async () => {
        const { id } = await dealsOf(rig.port).writes.createDeal.send(createDeal.payload, 'k', call);
        expect(await dealsOf(rig.port).read(id, call)).toMatchObject({ ours: true, status: 'Submitted' });
        expect(await dealsOf(rig.port).read('101', call)).toMatchObject({ ours: false });
      });

    test('every partner, every field', async () => {
      for (const partner of row.partners)
        expect(await rig.port.partners.read(partner.id, call)).toEqual(partner);
    });

    test('a registration in our words', async () => {
      expect(await dealsOf(rig.port).read('101', call)).toMatchObject({
        id: '101',
        partnerId: '7001',
        status: 'Submitted',
        fields: {
          customer_name: 'Rheinwerk Logistik AG',
          opportunity_name: 'Backup renewal',
          stated_value: { amount: '48000.00', currency: 'EUR' },
          expected_close_date: '2027-01-29',
          primary_contact_email: 'j.brandt@rheinwerk.example',
          partner_notes: 'Budget approved.',
        },
        submittedAt: row.submittedAt,
        modifiedAt: '2026-11-20T08:12:30.250Z',
      });
    });

    test('registrations in the order of their last change, from any of them on', async () => {
      const all = await changes(rig.port, null);
      expect(all.map(({ id, modifiedAt }) => [id, modifiedAt])).toEqual(
        ['97', '90', '88', '91', '101'].map((id) => [
          id,
          [...DEALS, ...HISTORY].find((each) => each.id === id)?.modifiedAt,
        ]),
      );
      for (const [at, { id, modifiedAt }] of all.entries()) {
        const later = await changes(rig.port, { id, modifiedAt: String(modifiedAt) });
        expect(later.map((each) => each.id)).toEqual(all.slice(at + 1).map((each) => each.id));
      }
      expect(await dealsOf(rig.port).read('88', call)).toEqual(all[2]);
    });

    if (sameRecord)
      test('a registration that was written comes again as the latest change', async () => {
        const last = (await changes(rig.port, null)).at(-1);
        const mark = { id: String(last?.id), modifiedAt: String(last?.modifiedAt) };
        await ledgered(dealsOf(rig.port).writes.updateDeal, { id: '90', status: 'Rejected' }, 'k');
        const deadline = Date.now() + 3_000;
        let later: PrmDeal[] = [];
        while (later.length === 0 && Date.now() < deadline) later = await changes(rig.port, mark);
        expect(later).toMatchObject([{ id: '90', status: 'Rejected' }]);
      });

    if (row.paths)
      test('reads a partner, reads a deal and changes it in one request each, by id', async () => {
        const { requests } = httpOf(rig);
        await rig.port.partners.read('7001', call);
        await dealsOf(rig.port).read('101', call);
        await dealsOf(rig.port).writes.updateDeal.send({ id: '101', status: 'Approved' }, 'k', call);
        expect(requests.map(({ method, path }) => `${method} ${path.split('?')[0]}`)).toEqual(row.paths);
      });

    test('says whether conflict records can be written', () => {
      expect(dealsOf(rig.port).writes.recordConflict !== null).toBe(conflicts);
    });

    test.each(['nobody', '', '.', '..', '../Deal/101', "7001' or '1'='1", '7001?fields=Id', '%2e%2e'])(
      'no record has the id %j',
      async (id) => {
        expect(await rig.port.partners.read(id, call)).toBeNull();
        expect(await dealsOf(rig.port).read(id, call)).toBeNull();
      },
    );
  });
});

/** Every page after the mark. */
async function changes(port: PrmPort, since: ChangeMark | null): Promise<PrmDeal[]> {
  const { deals, next } = await dealsOf(port).changedSince(since, call);
  return next ? [...deals, ...(await changes(port, next))] : deals;
}

test('an unknown vendor is answered with the ones there are', () => {
  expect(() => createPrm('constructor', {})).toThrow('use one of: impartner, partnerstack, files');
});
