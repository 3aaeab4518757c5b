import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WithStartWorkflowOperation } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { parseDocument } from 'yaml';
import { type ActivityDeps, createActivities, gateDeps } from '../../activities/index.ts';
import { nothingBeside } from '../../activities/kit/answer-in-time.ts';
import {
  changeRequest,
  changeRollout,
  type RolloutChange,
  type RolloutChanged,
  rolloutStanding,
} from '../../activities/rollout/rollout-change.ts';
import { openClock } from '../../adapters/clock.ts';
import { parseDealJson } from '../../adapters/intake/deal/json.ts';
import { submitDeal } from '../../adapters/intake/deal/submit-deal.ts';
import { loadKey, type SigningKey } from '../../adapters/keys/keys.ts';
import { signDecision } from '../../adapters/keys/sign.ts';
import { PORT_NAMES } from '../../adapters/ports/index.ts';
import { authorityVersion } from '../../adapters/store/authority.ts';
import { type CaseRow, getCase } from '../../adapters/store/cases.ts';
import { openStore, type Store } from '../../adapters/store/pool.ts';
import { statement } from '../../adapters/store/statement.ts';
import { openVault, type Vault } from '../../adapters/store/vault.ts';
import type { DecisionReply, DecisionRequest, Refusal } from '../../domain/decision.ts';
import { reversalId } from '../../domain/identity.ts';
import { QUEUES } from '../../domain/intake.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import type { RolloutMode } from '../../domain/rollout.ts';
import { rolloutCase } from '../../domain/rollout.ts';
import { readConfiguration } from '../../installation/configuration.ts';
import { workerDataConverter } from '../../installation/data-converter.ts';
import { gatePolicy } from '../../installation/gate-policy.ts';
import { prepareInstallation } from '../../installation/installation.ts';
import { noticeWriter } from '../../installation/notices.ts';
import { matchModel, retentionPolicy, rolloutPolicy, ticketPolicy } from '../../installation/policy.ts';
import { openPorts } from '../../installation/ports.ts';
import { dailyRates } from '../../installation/rates.ts';
import { bootstrapSampleRollout } from '../../installation/sample-rollout.ts';
import { createWitnesses } from '../../installation/witness.ts';
import { createAnthropicSimulator } from '../../sandbox/anthropic.ts';
import { createHubspot } from '../../sandbox/hubspot/index.ts';
import { createImpartner } from '../../sandbox/impartner/index.ts';
import { createPartnerstack } from '../../sandbox/partnerstack/index.ts';
import { createSalesforce } from '../../sandbox/salesforce/index.ts';
import { createSmtpSink } from '../../sandbox/smtp.ts';
import { pollQueues } from '../../workers/queues.ts';
import { inUsd } from './in-usd.ts';
import type { Parts } from './open-for-tests.ts';
import { sampleRecords } from './sample-records.ts';
import { freshDatabase, type TestDatabase, workflowBundle } from './servers.ts';

/** A whole installation inside a test: real Postgres, real Temporal, simulated vendors over HTTP, one worker. */
export interface TestInstallation {
  env: TestWorkflowEnvironment;
  database: TestDatabase;
  store: Store;
  vault: Vault;
  deps: ActivityDeps;
  keys: string;
  taskQueue: string;
  /** Of a worker process of its own (installation/configuration.ts), without Temporal's address; `worker: false` starts none here. */
  environment: Record<string, string>;
  impartner: ReturnType<typeof createImpartner>;
  salesforce: ReturnType<typeof createSalesforce>;
  hubspot: ReturnType<typeof createHubspot>;
  partnerstack: ReturnType<typeof createPartnerstack>;
  smtp: ReturnType<typeof createSmtpSink>;
  anthropic: ReturnType<typeof createAnthropicSimulator>;
  /** Submits a registration as the portal would; answers its case. */
  submit(deal: JsonObject, source?: string): Promise<string>;
  row(id: string): Promise<CaseRow>;
  /** Polls the row until the condition holds. */
  until(id: string, condition: (row: CaseRow) => boolean, ms?: number): Promise<CaseRow>;
  /** Decides by Update, signed by the person. */
  decide(
    id: string,
    by: string,
    draft: Partial<DecisionRequest> & Pick<DecisionRequest, 'action'>,
  ): Promise<DecisionReply>;
  /** Rolls back a case that has ended, as the command line does: a reversal case of its own. */
  reverse(id: string, by: string): Promise<string>;
  /** Begins that, and answers the reversal's case. */
  startReversal(id: string, by: string): Promise<string>;
  /** Changes the rollout as the command line does, signed by the person, and tells the open cases. */
  setRollout(
    segment: string,
    mode: RolloutMode,
    by?: string,
    lifecycle?: Lifecycle,
  ): Promise<RolloutChanged | Refusal>;
  /** The simulators' exports, as one value. */
  exported(): Promise<unknown>;
  close(): Promise<void>;
}

export interface InstallationOptions {
  rollout?: boolean;
  model?: boolean;
  /** The server skips time, and activities take its time. */
  skips?: boolean;
  worker?: boolean;
  /** As QUARTERDECK_CLOCK_OFFSET: activities live on another day than Temporal. */
  offset?: string;
  crm?: 'salesforce' | 'hubspot';
  prm?: 'impartner' | 'partnerstack';
  /** Draws the cases that are decided blind. Without it no sample is drawn, and only those in shadow are. */
  draw?: (caseId: string) => number;
}

/**
 * Starts an installation; what was started is closed again when a later part cannot be started. A test file calls
 * describeInstallation() instead.
 * @param env devServer(), or timeSkipping() with `skips`; closed by the caller
 */
export async function startInstallation(
  env: TestWorkflowEnvironment,
  options: InstallationOptions = {},
): Promise<TestInstallation> {
  const parts: Parts = new AsyncDisposableStack();
  try {
    return await startParts(env, options, parts);
  } catch (error) {
    // The cause is told, whatever happens while the parts are closed.
    await parts.disposeAsync().catch(() => undefined);
    throw error;
  }
}

async function startParts(
  env: TestWorkflowEnvironment,
  options: InstallationOptions,
  parts: Parts,
): Promise<TestInstallation> {
  const folder = mkdtempSync(join(tmpdir(), 'quarterdeck-test-'));
  parts.defer(() => rmSync(folder, { recursive: true, force: true }));
  const channel = sampleRecords();
  const impartner = createImpartner({ seed: channel });
  const salesforce = createSalesforce({ seed: channel.crm });
  const hubspot = createHubspot({ seed: channel.crm });
  const partnerstack = createPartnerstack(options.prm === 'partnerstack' ? { seed: channel } : {});
  const smtp = createSmtpSink();
  const anthropic = createAnthropicSimulator();
  for (const one of [impartner, salesforce, hubspot, partnerstack, smtp, anthropic]) {
    parts.defer(() => one.close());
  }
  const [impartnerUrl, salesforceUrl, hubspotUrl, partnerstackUrl] = await Promise.all([
    impartner.listen(),
    salesforce.listen(),
    hubspot.listen(),
    partnerstack.listen(),
    smtp.listen(),
  ]);
  const anthropicUrl = await anthropic.listen();
  const database = await freshDatabase();
  writeFileSync(join(folder, 'rates.csv'), channel.ratesCsv);
  const keys = join(folder, 'keys');
  const policy = options.draw ? 'policy' : policyWithoutSamples(folder);
  const quick = { requestsPerSecond: 1000, settleMs: 0 };
  const environment: Record<string, string> = {
    DATABASE_URL: database.appUrl,
    QUARTERDECK_MASTER_KEY: randomBytes(32).toString('base64'),
    QUARTERDECK_KEYS: keys,
    QUARTERDECK_POLICY: policy,
    QUARTERDECK_ENVIRONMENT: 'development',
    // An installation of the sample channel, whose vendors are simulated and whose rollout is bootstrapped.
    QUARTERDECK_SANDBOX: folder,
    QUARTERDECK_RATES: join(folder, 'rates.csv'),
    QUARTERDECK_PRM: options.prm ?? 'impartner',
    QUARTERDECK_PRM_SETTINGS: JSON.stringify({
      requestsPerSecond: 1000,
      searchLagMs: 100,
      ...(options.prm === 'partnerstack'
        ? { baseUrl: `${partnerstackUrl}/api/v2`, publicKey: 'pk_sandbox', privateKey: 'sk_sandbox' }
        : { baseUrl: impartnerUrl, apiKey: 'sandbox-prm-key' }),
    }),
    QUARTERDECK_CRM: options.crm ?? 'salesforce',
    QUARTERDECK_CRM_SETTINGS: JSON.stringify(
      options.crm === 'hubspot'
        ? { ...quick, baseUrl: hubspotUrl, accessToken: 'sandbox-service-key', searchesPerSecond: 1000 }
        : {
            ...quick,
            loginUrl: salesforceUrl,
            clientId: 'sandbox-crm',
            clientSecret: 'sandbox-secret',
          },
    ),
    ...(options.model
      ? {
          QUARTERDECK_LLM: 'anthropic',
          QUARTERDECK_LLM_SETTINGS: JSON.stringify({
            apiKey: 'sandbox-key',
            baseUrl: anthropicUrl,
            model: 'claude-sonnet-5-5',
            allowedModels: ['claude-sonnet-5-5'],
          }),
        }
      : {}),
    QUARTERDECK_NOTIFY: 'smtp',
    QUARTERDECK_NOTIFY_SETTINGS: JSON.stringify({
      host: '127.0.0.1',
      port: smtp.smtpPort(),
      from: 'channel@quarterdeck.example',
    }),
  };
  const configuration = readConfiguration(environment);
  const store = openStore({ url: database.appUrl });
  parts.defer(() => store.close());
  const offset = options.offset;
  const machine = openClock({ QUARTERDECK_CLOCK_OFFSET: offset, QUARTERDECK_ENVIRONMENT: 'development' });
  const installationKey = await prepareInstallation(store, configuration, machine());
  const vault = openVault(configuration.QUARTERDECK_MASTER_KEY);
  const taskQueue = `test-${database.name}`;
  let clock = new Date();
  const now = () => (options.skips ? clock : machine());
  const ports = await openPorts(configuration, PORT_NAMES, store, { key: installationKey, vault, now });
  const deps: ActivityDeps = {
    store,
    ports,
    vault,
    draw: options.draw ?? (() => 0.5),
    client: env.client,
    taskQueue,
    policy: gatePolicy(policy, 'development'),
    rules: () => rolloutPolicy(policy).rules,
    retention: retentionPolicy(policy),
    rates: dailyRates(configuration.QUARTERDECK_RATES),
    matchModel: matchModel(policy),
    ticketPolicy: () => ticketPolicy(policy),
    render: await noticeWriter(policy),
    installationKey,
    witnesses: createWitnesses(configuration, ports),
    tokensPerDay: null,
    now,
    formatOf: inUsd,
  };
  const readClock = async () => {
    if (options.skips) clock = new Date(await env.currentTimeMs());
  };
  if (options.rollout ?? true) {
    await bootstrapSampleRollout({ ...deps, ...gateDeps(deps) }, rolloutPolicy(policy).sample, keys);
  }
  const worker =
    options.worker === false
      ? null
      : await pollQueues(QUEUES, {
          connection: env.nativeConnection,
          namespace: env.namespace ?? 'default',
          taskQueue,
          activities: Object.fromEntries(
            Object.entries(createActivities(deps)).map(([name, activity]) => [
              name,
              async (...args: unknown[]) => {
                await readClock();
                return (activity as (...given: unknown[]) => Promise<unknown>)(...args);
              },
            ]),
          ),
          workflowBundle: workflowBundle(),
          ...workerDataConverter({ QUARTERDECK_CODEC_KEY: undefined }),
          debugMode: true,
        });
  if (worker) {
    const running = worker.run();
    parts.defer(async () => {
      worker.shutdown();
      await running;
      await nothingBeside();
    });
  }
  const tx = statement(store);
  const row = async (id: string) => {
    const found = await getCase(tx, id);
    if (!found) throw new Error(`no case ${id}`);
    return found;
  };

  const startReversal = async (id: string, by: string) => {
    await readClock();
    const original = await row(id);
    const own = reversalId(id);
    const request: DecisionRequest = { action: 'rollback', by, reason: 'it was wrong', round: 0 };
    const signed = {
      ...request,
      token: await token(tx, loadKey(keys, by), own, request, original.evidenceHash ?? '', now()),
    };
    const startWorkflowOperation = new WithStartWorkflowOperation('reversal', {
      workflowId: own,
      taskQueue,
      args: [{ original: id }],
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
    await env.client.workflow.executeUpdateWithStart<
      () => Promise<unknown>,
      DecisionReply,
      [DecisionRequest]
    >('rollback', {
      args: [signed],
      startWorkflowOperation,
    });
    return own;
  };

  return {
    env,
    database,
    store,
    vault,
    deps,
    keys,
    taskQueue,
    environment,
    impartner,
    salesforce,
    hubspot,
    partnerstack,
    smtp,
    anthropic,
    row,
    async submit(deal, source = 'portal') {
      await readClock();
      const read = parseDealJson(Buffer.from(JSON.stringify(deal)), now(), inUsd(source));
      if (!read?.ok) throw new Error(`refused: ${JSON.stringify(read)}`);
      const intake = {
        store,
        vault,
        client: env.client,
        taskQueue,
        now,
        formatOf: inUsd,
        deliverWithinMs: 20_000,
      };
      return (await submitDeal(intake, source, read.parsed)).case;
    },
    async until(id, condition, ms = 20_000) {
      const end = Date.now() + ms;
      for (;;) {
        const now = await row(id);
        if (condition(now)) return now;
        if (Date.now() > end) throw new Error(`after ${ms} ms ${id} is still ${JSON.stringify(now)}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async decide(id, by, draft) {
      await readClock();
      const { gate, evidenceHash } = await row(id);
      const round = draft.round ?? (gate?.round as number | undefined) ?? 0;
      const request = { by, reason: 'looked at it', ...draft, round };
      const signed = {
        ...request,
        token: await token(
          tx,
          loadKey(keys, by),
          id,
          request,
          (gate?.evidenceHash as string) ?? evidenceHash ?? '',
          now(),
        ),
      };
      const update = draft.action === 'rollback' ? 'rollback' : 'decide';
      return env.client.workflow
        .getHandle(id)
        .executeUpdate<DecisionReply, [DecisionRequest]>(update, { args: [signed] });
    },
    startReversal,
    async reverse(id, by) {
      return env.client.workflow.getHandle(await startReversal(id, by)).result();
    },
    async setRollout(segment, mode, by = 'p-sam', lifecycle = 'deal') {
      await readClock();
      const change: RolloutChange = { lifecycle, segment, mode, by, reason: 'as agreed' };
      const { evidenceHash } = await rolloutStanding(tx, deps, change);
      const request = changeRequest(change);
      const signed = await token(
        tx,
        loadKey(keys, by),
        rolloutCase(lifecycle, segment),
        request,
        evidenceHash,
        now(),
      );
      const outcome = await changeRollout(
        { ...deps, ...gateDeps(deps), sample: false },
        { ...change, token: signed },
      );
      const open = await tx.query<{ case_id: string }>(
        "select case_id from cases where lifecycle = $1 and status in ('running', 'waiting_for_decision')",
        [lifecycle],
      );
      for (const { case_id: id } of open.rows) {
        await env.client.workflow
          .getHandle(id)
          .signal('rolloutChanged')
          .catch(() => undefined);
      }
      return outcome;
    },
    async exported() {
      const export_ = async (base: string) => (await fetch(`${base}/__sim/export`)).json();
      return {
        impartner: await export_(impartnerUrl),
        salesforce: await export_(salesforceUrl),
        hubspot: await export_(hubspotUrl),
        partnerstack: await export_(partnerstackUrl),
      };
    },
    close: () => parts.disposeAsync(),
  };
}

async function token(
  tx: ReturnType<typeof statement>,
  key: SigningKey,
  id: string,
  request: DecisionRequest,
  evidenceHash: string,
  now: Date,
): Promise<string> {
  return signDecision(key, request, {
    ...{ case: id, evidenceHash, authorityVersion: await authorityVersion(tx) },
    ...{ validSeconds: 300, now },
  });
}

/** The policy that ships, but no case is drawn for a sample: a worker process draws by a secret that each test run makes anew. */
function policyWithoutSamples(folder: string): string {
  const policy = join(folder, 'policy');
  cpSync('policy', policy, { recursive: true });
  const file = join(policy, 'rollout.yaml');
  const rollout = parseDocument(readFileSync(file, 'utf8'));
  for (const sample of ['blind', 'control']) rollout.setIn(['rules', sample], { share: 0, atLeast: 0 });
  rollout.setIn(['rules', 'afterwards'], 0);
  writeFileSync(file, rollout.toString());
  return policy;
}
