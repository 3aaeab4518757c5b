import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { FastifyInstance } from 'fastify';
import pg from 'pg';
import { type IntakeDeps, intakeActivities } from '../../activities/intake/intake.ts';
import { createCrm } from '../../adapters/crm/index.ts';
import { eventReaders } from '../../adapters/intake/events.ts';
import { type Input, type Intake, receive } from '../../adapters/intake/receive.ts';
import type { Settled } from '../../adapters/intake/received.ts';
import { createPrm } from '../../adapters/prm/index.ts';
import { claimInstallation } from '../../adapters/store/installation-kind.ts';
import { openStore, transact } from '../../adapters/store/pool.ts';
import { openVault } from '../../adapters/store/vault.ts';
import { type ServerConfiguration, serverConfiguration } from '../../contracts/server-configuration.ts';
import { QUEUES, type Queue } from '../../domain/intake.ts';
import { createImpartner } from '../../sandbox/impartner/index.ts';
import { type AppOptions, createApp } from '../../server/app.ts';
import { refusedRequests } from '../../server/refused-requests.ts';
import { pollQueues } from '../../workers/queues.ts';
import { inUsd } from '../environment/in-usd.ts';
import { openForTests, type Parts } from '../environment/open-for-tests.ts';
import { freshDatabase, ownNamespace } from '../environment/servers.ts';
import { settledAll, settledIntake } from '../environment/settled.ts';
import { testBundle } from '../environment/test-bundle.ts';

export const SECRETS = [0, 1].map(() => `whsec_${randomBytes(32).toString('base64')}`) as [string, string];
export const SHARED = randomBytes(24).toString('hex');
/** Whose word on a sender the worker believes. */
export const MAIL_SERVER = 'mx.vendor.example';
export const API_KEY = randomBytes(24).toString('hex');
export const CLOSE_DATE = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);

/** A server and a worker with everything real around them, except that a stand-in takes the place of the cases' workflow. */
export interface Rig {
  env: TestWorkflowEnvironment;
  intake: Intake;
  app: FastifyInstance;
  url: string;
  prm: ReturnType<typeof createImpartner>;
  /** What the worker asks. */
  ports: IntakeDeps['ports'];
  /** A worker for another task queue, or for some of its queues; answers how to stop it. */
  work(taskQueue: string, queues?: readonly Queue[]): Promise<() => Promise<void>>;
  /** Takes an input in and waits until it is read. */
  received(input: Omit<Input, 'lifecycle'>, through?: Intake): Promise<Settled[]>;
  /** What an intake has become, once it has been read. */
  settled(intake: string): Promise<Settled[]>;
  /** What the record that an answer speaks of has become. */
  became(answer: Answer): Promise<Settled | undefined>;
  /** As the owner of the tables. */
  sql(text: string, values?: unknown[]): Promise<pg.QueryResultRow[]>;
  refused: ReturnType<typeof refusedRequests>;
  configuration: ServerConfiguration;
  /** The same server again with other options or another logger. */
  another(options: Partial<AppOptions>): Promise<{ app: FastifyInstance; url: string }>;
}

/** What the worker of a rig asks instead of the simulated PRM and no CRM. */
export interface RigVendors {
  events?: { prm: string; crm: string };
  ports?: Partial<IntakeDeps['ports']>;
}

/** The rig of a test file: opened before its tests, closed after them. */
export function describeRig(vendors: () => Promise<RigVendors> = async () => ({})): Rig {
  return openForTests(async (parts) => openRig(parts, await vendors()));
}

async function openRig(parts: Parts, vendors: RigVendors): Promise<Rig> {
  // Records have the same ids in every file, and an intake is named for its record.
  const env = await ownNamespace();
  parts.defer(() => env.teardown());
  const database = await freshDatabase();
  const admin = new pg.Pool({ connectionString: database.adminUrl, max: 2 });
  parts.defer(() => admin.end());
  const store = openStore({ url: database.appUrl });
  parts.defer(() => store.close());
  await transact(store, (tx) => claimInstallation(tx, 'sample', new Date().toISOString()));
  const taskQueue = randomUUID();
  const workflowBundle = await testBundle(join(import.meta.dirname, 'stand-in-workflow.ts'));
  const prm = createImpartner({ seed: { prmDeals: [PRM_DEAL] } });
  parts.defer(() => prm.close());
  const prmUrl = await prm.listen();
  const intake: Intake = {
    store,
    vault: openVault(randomBytes(32).toString('base64')),
    client: env.client,
    taskQueue,
    events: eventReaders(vendors.events ?? { prm: 'impartner', crm: 'files' }),
    now: () => new Date(),
    formatOf: inUsd,
  };
  const folder = mkdtempSync(join(tmpdir(), 'rig-crm-'));
  const ports = {
    prm: createPrm('impartner', { baseUrl: prmUrl, apiKey: 'sandbox-prm-key', requestsPerSecond: 1_000 }),
    crm: createCrm('files', { folder, out: folder }),
    llm: null,
    ...vendors.ports,
  };
  const work = async (queue: string, queues: readonly Queue[] = QUEUES) => {
    const deps = { ...intake, taskQueue: queue, ports, tokensPerDay: null, mailServers: [MAIL_SERVER] };
    const workers = await pollQueues(queues, {
      connection: env.nativeConnection,
      namespace: env.namespace ?? 'default',
      taskQueue: queue,
      workflowBundle,
      activities: intakeActivities(deps),
      debugMode: true,
    });
    const working = workers.run();
    return async () => {
      workers.shutdown();
      await working;
    };
  };
  parts.defer(await work(taskQueue));
  const refused = refusedRequests(store, intake.now);
  const configuration = serverConfiguration.parse({
    QUARTERDECK_WEBHOOK_SECRETS: JSON.stringify({
      portal: { scheme: 'standard', secrets: SECRETS },
      impartner: { scheme: 'shared_secret', secrets: [SHARED] },
    }),
    QUARTERDECK_API_KEYS: JSON.stringify({ erp: API_KEY }),
  });
  const another = async (options: Partial<AppOptions>) => {
    const app = createApp({ intake, configuration, refused, ...options });
    parts.defer(() => app.close());
    return { app, url: await app.listen({ host: '127.0.0.1', port: 0 }) };
  };
  const { app, url } = await another({ rate: { perSecond: 10_000, burst: 10_000 } });
  return {
    env,
    intake,
    app,
    url,
    prm,
    ports,
    work,
    settled: (id) => settledIntake(store, id),
    became: async ({ body }) => (await settledIntake(store, String(body.intake)))[0],
    received: async (input, through = intake) =>
      settledAll(store, await receive(through, { lifecycle: 'deal', ...input })),
    refused,
    configuration,
    another,
    sql: async (text, values) => (await admin.query(text, values)).rows,
  };
}

export const PRM_DEAL = {
  id: '101',
  partnerId: '7001',
  status: 'Submitted',
  name: 'Backup renewal',
  customerName: 'Rheinwerk Logistik AG',
  amount: 48000,
  currency: 'EUR',
  closeDate: CLOSE_DATE,
  contactEmail: 'j.brandt@rheinwerk.example',
  notes: 'Budget approved.',
  createdAt: '2026-11-20T08:12:00Z',
};

/** A complete registration with an id of its own. */
export function deal(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    deal_id: randomUUID(),
    source_partner_id: '7001',
    customer_name: 'Hansewerft Rostock GmbH',
    opportunity_name: 'Data platform',
    estimated_value: { amount: '25000.00', currency: 'EUR' },
    expected_close_date: CLOSE_DATE,
    primary_contact_email: 'einkauf@hansewerft.example',
    partner_notes: 'Board decision in February.',
    submission_timestamp: '2026-11-20T10:45:00Z',
    ...change,
  };
}

/** Headers of Standard Webhooks over the very bytes; the vector and the reference library check ours elsewhere. */
export function signed(
  body: string | Uint8Array,
  { id = randomUUID(), at = Math.floor(Date.now() / 1000), secret = SECRETS[0] } = {},
): Record<string, string> {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const mac = createHmac('sha256', key).update(`${id}.${at}.`).update(body).digest('base64');
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(at),
    'webhook-signature': `v1,${mac}`,
  };
}

export interface Answer {
  status: number;
  type: string;
  body: Record<string, unknown>;
}

export async function post(
  url: string,
  body: string | Uint8Array,
  headers: Record<string, string>,
): Promise<Answer> {
  const response = await fetch(url, { method: 'POST', body: body as string, headers });
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    body: (await response.json()) as Record<string, unknown>,
  };
}

/** Posts a signed webhook of the source `portal`. */
export function webhook(
  rig: Pick<Rig, 'url'>,
  body: unknown,
  sign: Parameters<typeof signed>[1] = {},
): Promise<Answer> {
  const text = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  return post(`${rig.url}/webhooks/portal`, text, signed(text, sign));
}
