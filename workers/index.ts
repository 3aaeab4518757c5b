import { existsSync } from 'node:fs';
import { msToNumber } from '@temporalio/common/lib/time.js';
import { bundleWorkflowCode, NativeConnection, Runtime, type WorkflowBundleOption } from '@temporalio/worker';
import { type ActivityDeps, createActivities, gateDeps } from '../activities/index.ts';
import { nothingBeside } from '../activities/kit/answer-in-time.ts';
import { openClock } from '../adapters/clock.ts';
import { eventReaders } from '../adapters/intake/events.ts';
import { PORT_NAMES } from '../adapters/ports/index.ts';
import { readAuthority } from '../adapters/store/authority-log.ts';
import { checkSchema } from '../adapters/store/migrate.ts';
import { unavailable } from '../adapters/store/outage.ts';
import { openStore } from '../adapters/store/pool.ts';
import { statement } from '../adapters/store/statement.ts';
import { openVault } from '../adapters/store/vault.ts';
import { TASK_TIMEOUT } from '../domain/case.ts';
import { unsignedAuthority } from '../installation/authority.ts';
import { type Configuration, readConfiguration } from '../installation/configuration.ts';
import { dataConverter, workerDataConverter } from '../installation/data-converter.ts';
import { drawOf } from '../installation/draw.ts';
import { gatePolicy } from '../installation/gate-policy.ts';
import { prepareInstallation } from '../installation/installation.ts';
import { noticeWriter } from '../installation/notices.ts';
import { matchModel, retentionPolicy, rolloutPolicy, ticketPolicy } from '../installation/policy.ts';
import { openPorts } from '../installation/ports.ts';
import { dailyRates } from '../installation/rates.ts';
import { stopAfterRestore } from '../installation/restore-check.ts';
import { bootstrapSampleRollout } from '../installation/sample-rollout.ts';
import { sourceFormats } from '../installation/source-formats.ts';
import { createLogger, installRuntime } from '../installation/telemetry.ts';
import { connectTemporal, temporalAway } from '../installation/temporal.ts';
import { temporalSettings } from '../installation/temporal-settings.ts';
import { untilAnswers } from '../installation/until-answers.ts';
import { createWitnesses } from '../installation/witness.ts';
import { agreementGauges } from './agreement-gauges.ts';
import { BUNDLED } from './bundled.ts';
import { answerHealth } from './health.ts';
import { pollQueues } from './queues.ts';
import { ensureSchedules } from './schedules.ts';
import { endWhenStoodStill } from './stood-still.ts';
import { startSweeps } from './sweeps.ts';
import { deploymentOptions } from './versioning.ts';

/** The worker process: configuration → store, vendors, keys → activities → Temporal worker. */
const configuration = readConfiguration();
const logger = createLogger('worker', configuration.QUARTERDECK_LOG_LEVEL);
installRuntime(logger, configuration.QUARTERDECK_METRICS_ADDRESS);

// Begun first: what takes longest must not begin only when an outage of the others is over.
const bundling = workflowBundle(configuration);
const now = openClock(configuration);
const store = openStore({ url: configuration.DATABASE_URL, max: 20 });
/** A start in the midst of an outage waits where it is: to end and to be started again would take longer than the outage. */
const onceThere = <T>(step: () => Promise<T>): Promise<T> =>
  untilAnswers(
    step,
    (error) => unavailable(error, true) !== undefined || temporalAway(error),
    (error) => logger.warn({ error }, 'waits for Postgres or Temporal'),
  );
await onceThere(() => checkSchema(store.pool));
const policy = gatePolicy(configuration.QUARTERDECK_POLICY, configuration.QUARTERDECK_ENVIRONMENT);
// A calendar that is not known, or another mistake, stops the start and not the first decision.
policy();
const installationKey = await onceThere(() => prepareInstallation(store, configuration, now()));
const authority = await onceThere(() => readAuthority(statement(store), installationKey));
const waiting = unsignedAuthority(authority, configuration);
if (waiting.length > 0)
  logger.warn({ waiting }, 'policy says what nobody has signed: quarterdeck people apply');
const temporal = await onceThere(() => connectTemporal(dataConverter(configuration)));
const taskQueue = configuration.QUARTERDECK_TASK_QUEUE;
const vault = openVault(configuration.QUARTERDECK_MASTER_KEY);
const ports = await openPorts(configuration, PORT_NAMES, store, { key: installationKey, vault, now });
const deps: ActivityDeps = {
  store,
  ports,
  vault,
  client: temporal.client,
  taskQueue,
  policy,
  rules: () => rolloutPolicy(configuration.QUARTERDECK_POLICY).rules,
  draw: drawOf(configuration),
  rates: dailyRates(configuration.QUARTERDECK_RATES),
  matchModel: matchModel(configuration.QUARTERDECK_POLICY),
  retention: retentionPolicy(configuration.QUARTERDECK_POLICY),
  installationKey,
  witnesses: createWitnesses(configuration, ports),
  tokensPerDay: configuration.QUARTERDECK_LLM_TOKENS_PER_DAY ?? null,
  ticketPolicy: () => ticketPolicy(configuration.QUARTERDECK_POLICY),
  render: await noticeWriter(configuration.QUARTERDECK_POLICY),
  now,
  formatOf: sourceFormats(configuration),
  mailServers: configuration.QUARTERDECK_MAIL_SERVERS,
};
if (configuration.QUARTERDECK_SANDBOX) {
  const { sample } = rolloutPolicy(configuration.QUARTERDECK_POLICY);
  await onceThere(() =>
    bootstrapSampleRollout({ ...deps, ...gateDeps(deps) }, sample, configuration.QUARTERDECK_KEYS),
  );
}
if (await onceThere(() => stopAfterRestore(store, temporal.client, taskQueue, now()))) {
  logger.error(
    'The database was restored: every segment is off until quarterdeck doctor --reconcile has run.',
  );
}
const connection = await onceThere(() => NativeConnection.connect(temporalSettings().connectionOptions));
const worker = await pollQueues(configuration.QUARTERDECK_QUEUES, {
  connection,
  namespace: temporal.namespace,
  taskQueue,
  activities: createActivities(deps),
  workflowBundle: await bundling,
  ...workerDataConverter(configuration),
  ...deploymentOptions(configuration),
  // The SDK's default is 0: whatever runs would be cut off at every deployment.
  shutdownGraceTime: '20 s',
  maxCachedWorkflows: 500,
});
await onceThere(() => ensureSchedules(temporal.client, taskQueue));
const health = await answerHealth(
  configuration.QUARTERDECK_WORKER_HOST,
  configuration.QUARTERDECK_WORKER_PORT,
  () => ({ worker: worker.getState(), statements: store.statements }),
);
const stopSweeps = startSweeps(
  {
    ...deps,
    // Without an address nobody reads them.
    ...(configuration.QUARTERDECK_METRICS_ADDRESS
      ? { showAgreement: agreementGauges(Runtime.instance().metricMeter) }
      : {}),
    events: eventReaders({ prm: configuration.QUARTERDECK_PRM, crm: configuration.QUARTERDECK_CRM }),
  },
  (what) => (error) => logger.error({ error }, what),
);
endWhenStoodStill(msToNumber(TASK_TIMEOUT) / 2);
// The worker ends by itself on SIGINT and SIGTERM; then everything that it used is closed.
await worker.run();
await nothingBeside();
await stopSweeps();
health.close();
await connection.close();
await temporal.connection.close();
await store.close();

/** Production runs the bundle that was built with the image and does not start without it; development bundles at start. */
async function workflowBundle({
  QUARTERDECK_BUNDLE: bundle,
  QUARTERDECK_ENVIRONMENT,
}: Configuration): Promise<WorkflowBundleOption> {
  if (bundle) {
    if (!existsSync(bundle))
      throw new Error(`QUARTERDECK_BUNDLE ${bundle} does not exist; build it with npm run bundle`);
    return { codePath: bundle };
  }
  if (QUARTERDECK_ENVIRONMENT === 'production') {
    throw new Error('QUARTERDECK_BUNDLE is missing; build the workflow bundle with npm run bundle');
  }
  return bundleWorkflowCode({ ...BUNDLED, logger: Runtime.instance().logger });
}
