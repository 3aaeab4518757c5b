import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from '@jest/globals';
import type { PrmPort } from '../../../adapters/ports/prm.ts';
import type { Simulator } from '../../../sandbox/simulator.ts';
import { call, control, type Rig } from '../contract.ts';
import { DOCUMENT, documented } from '../documented.ts';
import { writeContract } from '../write-contract.ts';
import { dealsOf } from './records.ts';

const ROOT = join(import.meta.dirname, '../../..');

const { tidepool } = await documented<{ tidepool(config: unknown): PrmPort }>('adapters/prm/tidepool.ts');
const { createTidepool } = await documented<{
  createTidepool(seed: { partners: object[]; deals: object[] }): Simulator;
}>('sandbox/tidepool.ts');

const fields = {
  customer_name: 'Acme',
  opportunity_name: null,
  stated_value: { amount: '10.10', currency: 'EUR' },
  expected_close_date: null,
  primary_contact_email: null,
  partner_notes: null,
};
const SEED = {
  partners: [{ id: '7', name: 'Nord', tier: 'Gold', region: 'EMEA' }],
  deals: [{ id: '101', partnerId: '7', status: 'Submitted', fields }],
};

async function open(): Promise<Rig<PrmPort>> {
  const simulator = createTidepool(SEED);
  const url = await simulator.listen();
  const settings = { baseUrl: url, apiKey: 'sandbox-tidepool', requestsPerSecond: 1000 };
  const { state, ...http } = control(simulator, url);
  const again = ({ loginUrl: _, ...more }: { loginUrl?: string }) => tidepool({ ...settings, ...more });
  return {
    port: tidepool(settings),
    state,
    http: { ...http, again, secrets: ['sandbox-tidepool'], harmless: /^POST / },
    close: () => simulator.close(),
  };
}

writeContract(
  open,
  [
    {
      name: 'createDeal',
      write: (port) => dealsOf(port).writes.createDeal,
      repeat: 'upsert',
      payload: { externalId: 'e', partnerId: '7', fields },
    },
    {
      name: 'updateDeal',
      write: (port) => dealsOf(port).writes.updateDeal,
      repeat: 'lookup',
      payload: { id: '101', status: 'Under Review', AI_Validation_Score: 64 },
      changed: { id: '101', status: 'Rejected', closureReason: 'Conflict' },
    },
  ],
  true,
);

test('the documented adapter reads', async () => {
  const { port, close } = await open();
  expect(await port.partners.read('7', call)).toMatchObject({ name: 'Nord', tier: 'Gold', winRate: null });
  expect(await dealsOf(port).read('101', call)).toMatchObject({ partnerId: '7', fields });
  for (const id of ['nobody', '..']) expect(await port.partners.read(id, call)).toBeNull();
  await close();
});

test('PartnerStack touched nothing but what the document names', () => {
  const mentions = [
    'domain',
    'contracts',
    'workflows',
    'activities',
    'adapters',
    'installation',
    'workers',
    'server',
    'cli',
    'policy',
  ]
    .flatMap((top) =>
      readdirSync(join(ROOT, top), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(ROOT, join(entry.parentPath, entry.name))),
    )
    .filter((file) => /partnerstack/i.test(file + readFileSync(join(ROOT, file), 'utf8')));
  const own =
    /^(adapters\/prm\/partnerstack\/[\w-]+\.ts|contracts\/vendors\/partnerstack\.ts|policy\/mappings\/partnerstack\.yaml)$/;
  expect(mentions.filter((file) => !own.test(file)).sort()).toEqual([
    // The two registry lines, the second for events of a form of its own, and the header of a scheme that no vendor before had.
    'adapters/prm/events.ts',
    'adapters/prm/index.ts',
    'contracts/server-configuration.ts',
  ]);
});

test('every file that the document names is there', () => {
  const named = [
    ...DOCUMENT.matchAll(/`((?:adapters|sandbox|test|policy|contracts)\/[\w./-]+\.(?:ts|yaml))`/g),
  ];
  expect(named.length).toBeGreaterThan(5);
  for (const [, path] of named) expect(() => readFileSync(join(ROOT, path as string))).not.toThrow();
});
