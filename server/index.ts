import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { openClock } from '../adapters/clock.ts';
import { createCrm } from '../adapters/crm/index.ts';
import { createDocuments } from '../adapters/documents/index.ts';
import { startPending } from '../adapters/intake/deliver.ts';
import type { Intake } from '../adapters/intake/receive.ts';
import { retryParked } from '../adapters/intake/retry.ts';
import { createPrm } from '../adapters/prm/index.ts';
import { checkSchema } from '../adapters/store/migrate.ts';
import { unavailable } from '../adapters/store/outage.ts';
import { openStore } from '../adapters/store/pool.ts';
import { openVault } from '../adapters/store/vault.ts';
import { readServerConfiguration } from '../contracts/server-configuration.ts';
import { extractDeal } from '../domain/deal/extract-deal.ts';
import { readConfiguration } from '../installation/configuration.ts';
import { dataConverter } from '../installation/data-converter.ts';
import { modelReader } from '../installation/model-reader.ts';
import { untilAnswers } from '../installation/until-answers.ts';
import { createApp } from './app.ts';
import { watch, watchedInbox } from './inbox.ts';
import { serverLogger } from './logger.ts';
import { refusedRequests } from './refused-requests.ts';
import { repeat } from './repeat.ts';

/** The HTTP process: webhooks, API, watched inbox, and the sweeps that carry on what an outage left behind. */
const common = readConfiguration();
const configuration = readServerConfiguration();
const logger = serverLogger(common.QUARTERDECK_LOG_LEVEL);
const now = openClock(common);
const store = openStore({ url: common.DATABASE_URL });
await untilAnswers(
  () => checkSchema(store.pool),
  (error) => unavailable(error, true) !== undefined,
  (error) => logger.warn({ error }, 'waits for Postgres'),
);
const { connectionOptions, namespace } = loadClientConnectConfig();
// Lazy: while Temporal is away registrations are still taken in and kept.
const connection = Connection.lazy(connectionOptions);
const converter = dataConverter(common);
const intake: Intake = {
  store,
  vault: openVault(common.QUARTERDECK_MASTER_KEY),
  client: new Client({ connection, namespace: namespace ?? 'default', ...converter }),
  taskQueue: common.QUARTERDECK_TASK_QUEUE,
  prm: createPrm(common.QUARTERDECK_PRM, common.QUARTERDECK_PRM_SETTINGS),
  ...crmThatReports(),
  extract: extractDeal,
  documents: createDocuments(),
  ...modelReader(common, store, now),
  now,
  onUndelivered: ({ case: id, revision }, error) =>
    logger.warn({ case: id, revision, error }, 'waits for Temporal'),
};
const refused = refusedRequests(store, intake.now);
const [codec] = converter.dataConverter?.payloadCodecs ?? [];
const app = createApp({ intake, configuration, refused, logger, ...(codec ? { codec } : {}) });
const ending = new AbortController();
const failed = (what: string) => (error: unknown) => logger.error({ error }, what);
const running = [
  repeat(5_000, () => startPending(intake), failed('sweep of undelivered submissions'), ending.signal),
  repeat(60_000, () => retryParked(intake), failed('sweep of parked records'), ending.signal),
  repeat(60_000, () => refused.flush(), failed('count of refused requests'), ending.signal),
];
if (configuration.QUARTERDECK_INBOX) {
  const inbox = watchedInbox(intake, configuration.QUARTERDECK_INBOX, failed('inbox file'));
  running.push(
    watch(inbox, ({ outcome, codes }) => logger.info({ outcome, codes }, 'inbox file'), ending.signal),
  );
}
await app.listen({ host: configuration.QUARTERDECK_HTTP_HOST, port: configuration.QUARTERDECK_HTTP_PORT });

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end());

/** The CRM is asked for what its own webhook reports; without one this process needs no access to it. */
function crmThatReports(): Pick<Intake, 'crm'> {
  const { QUARTERDECK_CRM: vendor, QUARTERDECK_CRM_SETTINGS: settings } = common;
  return Object.hasOwn(configuration.QUARTERDECK_WEBHOOK_SECRETS, vendor)
    ? { crm: createCrm(vendor, settings) }
    : {};
}

async function end(): Promise<void> {
  await app.close();
  ending.abort();
  await Promise.all(running);
  await refused.flush().catch(failed('count of refused requests'));
  await connection.close();
  await store.close();
}
