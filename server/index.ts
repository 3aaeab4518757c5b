import { Client, Connection } from '@temporalio/client';
import { openClock } from '../adapters/clock.ts';
import { eventReaders } from '../adapters/intake/events.ts';
import type { Intake } from '../adapters/intake/receive.ts';
import { installationPublicKey } from '../adapters/keys/keys.ts';
import { checkSchema } from '../adapters/store/migrate.ts';
import { unavailable } from '../adapters/store/outage.ts';
import { openStore } from '../adapters/store/pool.ts';
import { openVault } from '../adapters/store/vault.ts';
import { runTicketsNow } from '../adapters/tickets/run-now.ts';
import { readServerConfiguration } from '../contracts/server-configuration.ts';
import { readConfiguration } from '../installation/configuration.ts';
import { dataConverter } from '../installation/data-converter.ts';
import { repeat } from '../installation/repeat.ts';
import { sourceFormats } from '../installation/source-formats.ts';
import { temporalSettings } from '../installation/temporal-settings.ts';
import { untilAnswers } from '../installation/until-answers.ts';
import { createApp } from './app.ts';
import { needApart } from './folders-apart.ts';
import { watch, watchedInbox, watchedMails } from './inbox.ts';
import { serverLogger } from './logger.ts';
import { refusedRequests } from './refused-requests.ts';
import { ticketHints } from './ticket-hints.ts';

/**
 * The HTTP process: webhooks, API and watched inbox. It proves, bounds and keeps what comes in, reads what is quickly read, and asks no
 * vendor and no model: what has to be read or fetched first is read by the worker.
 */
const common = readConfiguration();
const configuration = readServerConfiguration();
const { QUARTERDECK_INBOX: inboxFolder, QUARTERDECK_MAIL_FOLDER: mailFolder } = configuration;
if (inboxFolder && mailFolder) needApart(inboxFolder, mailFolder);
const logger = serverLogger(common.QUARTERDECK_LOG_LEVEL);
const now = openClock(common);
const store = openStore({ url: common.DATABASE_URL });
await untilAnswers(
  () => checkSchema(store.pool),
  (error) => unavailable(error, true) !== undefined,
  (error) => logger.warn({ error }, 'waits for Postgres'),
);
const { connectionOptions, namespace } = temporalSettings();
// Lazy: while Temporal is away registrations are still taken in and kept.
const connection = Connection.lazy(connectionOptions);
const converter = dataConverter(common);
const intake: Intake = {
  store,
  vault: openVault(common.QUARTERDECK_MASTER_KEY),
  client: new Client({ connection, namespace: namespace ?? 'default', ...converter }),
  taskQueue: common.QUARTERDECK_TASK_QUEUE,
  events: eventReaders({ prm: common.QUARTERDECK_PRM, crm: common.QUARTERDECK_CRM }),
  now,
  formatOf: sourceFormats(common),
  onUndelivered: ({ case: id, revision }, error) =>
    logger.warn({ case: id, revision, error }, 'waits for Temporal'),
  onUnread: (id, error) => logger.warn({ intake: id, error }, 'waits for Temporal'),
};
const refused = refusedRequests(store, intake.now);
const [codec] = converter.dataConverter?.payloadCodecs ?? [];
const { QUARTERDECK_TICKETS: ticketSystem } = common;
const tickets =
  ticketSystem === 'none'
    ? null
    : ticketHints(
        store,
        { vendor: ticketSystem, others: [common.QUARTERDECK_PRM, common.QUARTERDECK_CRM] },
        () => runTicketsNow(intake),
      );
const root = installationPublicKey(common.QUARTERDECK_KEYS);
const app = createApp({
  ...{ intake, configuration, refused, logger },
  ...(root ? { root } : {}),
  ...(tickets ? { tickets } : {}),
  ...(codec ? { codec } : {}),
});
const ending = new AbortController();
const failed = (what: string) => (error: unknown) => logger.error({ error }, what);
const running = [repeat(60_000, () => refused.flush(), failed('count of refused requests'), ending.signal)];
for (const inbox of [
  ...(inboxFolder ? [watchedInbox(intake, inboxFolder, failed('inbox file'))] : []),
  ...(mailFolder ? [watchedMails(intake, mailFolder, failed('mail of the mail folder'))] : []),
])
  running.push(
    watch(
      inbox,
      ({ lifecycle, outcome, codes }) => logger.info({ lifecycle, outcome, codes }, 'inbox file'),
      ending.signal,
    ),
  );
if (configuration.QUARTERDECK_MAILBOX) {
  // Its client is loaded only where there is a mailbox.
  const { imapMailbox, watchMailbox } = await import('./mailbox.ts');
  for (const settings of configuration.QUARTERDECK_MAILBOX) {
    const { everySeconds, lifecycle } = settings;
    const mailbox = imapMailbox(intake, settings, failed('mail of the mailbox'));
    const told = {
      taken: (mails: number) => logger.info({ lifecycle, mails }, 'mailbox'),
      away: (error: unknown) => logger.warn({ lifecycle, error }, 'mailbox'),
    };
    running.push(watchMailbox(mailbox, everySeconds * 1_000, told, ending.signal));
  }
}
await app.listen({ host: configuration.QUARTERDECK_HTTP_HOST, port: configuration.QUARTERDECK_HTTP_PORT });

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end());

async function end(): Promise<void> {
  await app.close();
  ending.abort();
  await Promise.all(running);
  await refused.flush().catch(failed('count of refused requests'));
  await connection.close();
  await store.close();
}
