import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { PrmPort } from '../../adapters/ports.ts';
import { createPrm } from '../../adapters/prm/index.ts';
import { createImpartner } from '../../sandbox/impartner.ts';
import { call, control, type Rig, type WriteCase } from './contract.ts';
import { DEALS, PARTNERS } from './prm-records.ts';
import { writeContract } from './write-contract.ts';

/** One row a PRM adapter. */
interface PrmRow {
  vendor: string;
  http: boolean;
  open(): Promise<Rig<PrmPort>>;
  repeat: 'upsert' | 'lookup';
  /** Whether a second update changes the same record (else each write is a file of its own). */
  sameRecord: boolean;
}

const rows: PrmRow[] = [
  {
    vendor: 'impartner',
    http: true,
    repeat: 'lookup',
    sameRecord: true,
    async open() {
      const simulator = createImpartner({ searchLagMs: 120, seed: { partners: PARTNERS, prmDeals: DEALS } });
      const baseUrl = await simulator.listen();
      const settings = { baseUrl, apiKey: 'sandbox-prm-key', requestsPerSecond: 1000, searchLagMs: 200 };
      const { state, ...http } = control(simulator, baseUrl);
      const again = ({ loginUrl: _, ...more }: { loginUrl?: string }) =>
        createPrm('impartner', { ...settings, ...more });
      return {
        port: createPrm('impartner', settings),
        state,
        http: { ...http, again, secrets: ['sandbox-prm-key'], harmless: /^POST / },
        close: () => simulator.close(),
      };
    },
  },
  {
    vendor: 'files',
    http: false,
    repeat: 'upsert',
    sameRecord: false,
    async open() {
      const folder = await mkdtemp(join(tmpdir(), 'prm-files-'));
      const out = join(folder, 'out');
      const csv = [
        'Id,Name,Tier,Region,Language,Time Zone,Email,Active,Win Rate,Performance,Certified,Approved Registrations,Manager',
        ...PARTNERS.map((each) =>
          Object.values(each)
            .map((value) => `"${value}"`)
            .join(','),
        ),
      ];
      await writeFile(join(folder, 'partners.csv'), csv.join('\n'));
      const deals = DEALS.map((deal) => ({
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

const createDeal: Pick<WriteCase<PrmPort>, 'name' | 'write' | 'payload'> = {
  name: 'createDeal',
  write: (port) => port.writes.createDeal,
  payload: {
    externalId: 'email-4f2a',
    partnerId: '7001',
    fields: {
      customer_name: "O'Neill & Söhne 'GmbH'",
      opportunity_name: null,
      stated_value: { amount: '1200.50', currency: 'EUR' },
      expected_close_date: '2027-02-01',
      primary_contact_email: 'it@oneill.example',
      partner_notes: 'line one\nline two',
    },
  },
};
const updateDeal = {
  id: '101',
  status: 'Under Review',
  AI_Validation_Score: 64,
  Potential_Conflict_ID: '006QD000000GAR1',
  Routing_Recommendation: 'deal desk',
};

describe.each(rows)('PRM $vendor', ({ open, http, repeat, sameRecord }) => {
  writeContract(
    open,
    [
      { ...createDeal, repeat },
      {
        name: 'updateDeal',
        write: (port) => port.writes.updateDeal,
        repeat,
        payload: updateDeal,
        ...(sameRecord
          ? { changed: { id: '101', status: 'Rejected', closureReason: 'Conflict', AI_Validation_Score: 12 } }
          : {}),
      },
    ],
    http,
  );

  describe('reads', () => {
    let rig: Rig<PrmPort>;
    beforeEach(async () => {
      rig = await open();
    });
    afterEach(() => rig.close());

    test('every partner, every field', async () => {
      for (const partner of PARTNERS) expect(await rig.port.partner(partner.id, call)).toEqual(partner);
    });

    test('a registration in our words', async () => {
      expect(await rig.port.deal('101', call)).toMatchObject({
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
      });
    });

    test.each(['nobody', '', '.', '..', '../Deal/101', "7001' or '1'='1", '7001?fields=Id', '%2e%2e'])(
      'no record has the id %j',
      async (id) => {
        expect(await rig.port.partner(id, call)).toBeNull();
        expect(await rig.port.deal(id, call)).toBeNull();
      },
    );
  });
});

test('an unknown vendor is answered with the ones there are', () => {
  expect(() => createPrm('constructor', {})).toThrow('use one of: impartner, files');
});
