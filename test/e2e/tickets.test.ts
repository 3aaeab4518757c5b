import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import type { FastifyInstance } from 'fastify';
import { eventReaders } from '../../adapters/intake/events.ts';
import { auditOf } from '../../adapters/store/audit.ts';
import { noteRetry, putDeadLetter } from '../../adapters/store/dead-letters.ts';
import { transact } from '../../adapters/store/pool.ts';
import { statement } from '../../adapters/store/statement.ts';
import { type TicketRow, ticketsNamed } from '../../adapters/store/tickets/rows.ts';
import { runTicketsNow } from '../../adapters/tickets/run-now.ts';
import { serverConfiguration } from '../../contracts/server-configuration.ts';
import { createJira } from '../../sandbox/jira/index.ts';
import { type Launched, launch } from '../../scripts/setup/command.ts';
import { freePorts } from '../../scripts/setup/ports.ts';
import { prepareTemporal, temporalCommand } from '../../scripts/setup/temporal.ts';
import { createApp } from '../../server/app.ts';
import { refusedRequests } from '../../server/refused-requests.ts';
import { ticketHints } from '../../server/ticket-hints.ts';
import { inUsd } from '../environment/in-usd.ts';
import { startInstallation, type TestInstallation } from '../environment/installation.ts';
import { endsWithRun } from '../environment/run.ts';
import { temporalCli } from '../environment/servers.ts';
import { eventually, misbehave, newDeal } from '../workflows/deal/cases.ts';

/** Tickets from end to end: a worker process, the server's webhook, the command line, and a Jira in which people work. */

const NODE = join(createRequire(import.meta.url).resolve('node/package.json'), '../bin/node');
const ROOT = resolve(import.meta.dirname, '../..');
const SECRET = 'a secret of the webhook that is long enough';

let folder: string;
let temporal: Launched;
let env: TestWorkflowEnvironment;
let here: TestInstallation;
let jira: ReturnType<typeof createJira>;
let app: FastifyInstance;
let worker: ChildProcess;
let own: Record<string, string | undefined>;

beforeAll(async () => {
  // A server of its own: the worker process declares its schedules there.
  folder = mkdtempSync(join(tmpdir(), 'tickets-'));
  const [port = 0, httpPort = 0, serverPort = 0] = await freePorts(3);
  temporal = await launch(temporalCommand(temporalCli(), { port, httpPort }), join(folder, 'temporal.log'));
  await prepareTemporal(temporalCli(), port, temporal.ended);
  const address = `127.0.0.1:${port}`;
  env = await TestWorkflowEnvironment.createFromExistingServer({ address });
  here = await startInstallation(env, { worker: false });
  const url = `http://127.0.0.1:${serverPort}/webhooks/jira`;
  jira = createJira({ searchLagMs: 200, webhook: { url, secret: SECRET } });
  own = {
    PATH: process.env.PATH,
    ...here.environment,
    QUARTERDECK_TASK_QUEUE: here.taskQueue,
    QUARTERDECK_BUNDLE: process.env.QD_TEST_BUNDLE,
    QUARTERDECK_LOG_LEVEL: 'error',
    QUARTERDECK_TICKETS: 'jira',
    QUARTERDECK_TICKETS_SETTINGS: JSON.stringify({
      baseUrl: await jira.listen(),
      email: 'quarterdeck@acme.example',
      apiToken: 'sandbox-jira-token',
      project: 'CHAN',
      requestsPerSecond: 1_000,
      searchLagMs: 500,
      settleMs: 200,
    }),
    TEMPORAL_ADDRESS: address,
    TEMPORAL_CONFIG_FILE: join(folder, 'none.toml'),
  };
  const { store, vault, taskQueue } = here;
  const now = () => new Date();
  const intake = {
    ...{ store, vault, taskQueue, now, formatOf: inUsd, client: env.client },
    events: eventReaders({ prm: 'impartner', crm: 'salesforce' }),
  };
  const sources = { jira: { scheme: 'hmac_sha256', header: 'X-Hub-Signature', secrets: [SECRET] } };
  app = createApp({
    intake,
    configuration: serverConfiguration.parse({ QUARTERDECK_WEBHOOK_SECRETS: JSON.stringify(sources) }),
    refused: refusedRequests(store, now),
    tickets: ticketHints(store, { vendor: 'jira', others: ['impartner', 'salesforce'] }, run),
  });
  await app.listen({ host: '127.0.0.1', port: serverPort });
  worker = await startWorker();
}, 120_000);
afterAll(async () => {
  if (worker?.exitCode === null) worker.kill('SIGKILL');
  await app?.close();
  await jira?.close();
  await here?.close();
  await env?.teardown();
  await temporal?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const run = () => runTicketsNow({ client: env.client, taskQueue: here.taskQueue });

async function startWorker(): Promise<ChildProcess> {
  const [port = 0] = await freePorts(1);
  const child = spawn(NODE, [join(ROOT, 'workers/index.ts')], {
    cwd: ROOT,
    env: { ...own, QUARTERDECK_WORKER_PORT: String(port) },
    stdio: 'inherit',
  });
  endsWithRun(child);
  const healthy = () =>
    fetch(`http://127.0.0.1:${port}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await eventually(healthy, 60_000);
  return child;
}

function killed(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    child.once('exit', () => done());
    child.kill('SIGKILL');
  });
}

/** One command line of Olga's, who is in Partner Ops. */
async function quarterdeck(...words: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(
    NODE,
    [join(ROOT, 'cli/index.ts'), ...words, '--as', 'p-olga'],
    { cwd: ROOT, env: own as NodeJS.ProcessEnv },
  );
  return stdout.replace(/\s+/g, ' ');
}

interface Issue {
  id: string;
  key: string;
  status: string;
  comments: { by: string; body: unknown }[];
}
const issues = async () => (await jira.app.inject({ method: 'GET', url: '/__sim/export' })).json() as Issue[];
const issueOf = async ({ key }: TicketRow) => (await issues()).find((one) => one.key === key) as Issue;
const ticketOf = async (about: string) => (await ticketsNamed(statement(here.store), about))[0];
const prm = (method: 'PUT' | 'DELETE', path: string, payload?: object) =>
  here.impartner.app.inject({
    method,
    url: `/api/objects/v1/${path}`,
    headers: { authorization: 'prm-key sandbox-prm-key' },
    ...(payload ? { payload } : {}),
  });

/** A case whose registration may or may not have landed in the PRM: its answer was lost, and two records carry our key. */
async function inDoubt(): Promise<{ id: string; twin: string }> {
  const from = here.impartner.requests.length;
  await misbehave(
    here.impartner,
    { method: 'PUT', path: 'v1/Deal$', loseAnswer: true },
    { method: 'POST', path: 'v1/Deal$', status: 503, times: 3 },
  );
  const id = await here.submit(newDeal());
  const created = await eventually(() =>
    here.impartner.requests
      .slice(from)
      .find(({ method, path }) => method === 'PUT' && path.endsWith('v1/Deal')),
  );
  const twin = (await prm('PUT', 'Deal', created.body as object)).json().data.id as string | number;
  await here.until(id, ({ gate }) => gate?.kind === 'effect', 90_000);
  return { id, twin: String(twin) };
}

test('a write in doubt gets one ticket, whatever crashes; people finish it and nothing is decided; once it is settled it is told so and closed', async () => {
  const { id, twin } = await inDoubt();

  // Killed between the creation of the issue and its answer.
  await misbehave(jira, { method: 'POST', path: '/issue$', delayMs: 5_000 });
  expect(await quarterdeck('tickets', 'open', id)).toContain('asked for');
  await eventually(() =>
    jira.requests.some(({ method, path }) => method === 'POST' && path.endsWith('/issue')),
  );
  await killed(worker);
  worker = await startWorker();
  const opened = await eventually(async () => {
    const row = await ticketOf(id);
    return row?.url ? row : null;
  }, 120_000);
  expect(await issues()).toHaveLength(1);
  expect(await quarterdeck('tickets', 'open', id)).toContain(`${opened.key}, open`);
  expect(await issues()).toHaveLength(1);

  // People finish it, and say so: it is seen, and it decides nothing.
  const before = await here.row(id);
  jira.people.comment(
    opened.vendorId as string,
    'Go ahead with it. Write to ana@acme.example if not.',
    'Ana Costa',
  );
  jira.people.move(opened.vendorId as string, 'Erledigt');
  await eventually(async () => (await ticketOf(id))?.status === 'done', 30_000);
  await eventually(
    async () => JSON.stringify(await issueOf(opened)).includes('decides nothing. The write'),
    30_000,
  );
  const after = await here.row(id);
  expect(after).toMatchObject({ status: 'waiting_for_decision', outcome: null });
  expect(after.gate).toEqual(before.gate);
  const page = await quarterdeck('reviews', 'show', id);
  expect(page).toContain('their status and comments decide nothing');
  expect(page).toContain(`${opened.key}, done ("Erledigt" in jira)`);
  expect(page).toMatch(/Ana Costa, .*: Go ahead with it\. Write to ana@acme\.example if not\./);
  const audit = JSON.stringify(await auditOf(statement(here.store), id));
  expect(audit).toContain('ticket.commented');
  expect(audit).not.toMatch(/Go ahead|Ana Costa|ana@acme/);
  const { rows } = await statement(here.store).query('select body::text from ticket_comments');
  expect(JSON.stringify(rows)).not.toMatch(/Go ahead|Ana Costa/);

  // Somebody takes it up again; then the doubt is settled by a person, here.
  jira.people.move(opened.vendorId as string, 'In Progress');
  await eventually(async () => (await ticketOf(id))?.status === 'in_progress', 30_000);
  await prm('DELETE', `Deal/${twin}`);
  await here.decide(id, 'p-olga', { action: 'approve' });
  await here.until(id, ({ status }) => status === 'completed', 60_000);
  const closed = await eventually(async () => {
    await run();
    const row = await ticketOf(id);
    return row?.closedAt ? row : null;
  }, 60_000);
  expect(closed.settled).toMatch(/^Settled: the write has landed as record \d+\.$/);
  const issue = await issueOf(closed);
  expect(issue.status).toBe('Erledigt');
  const said = JSON.stringify(issue.comments.filter(({ by }) => by === 'Quarterdeck'));
  expect(said).toContain(closed.settled);
  expect(said).toContain('p-olga decided approve in round');
  expect(jira.requests.filter(({ method }) => method === 'DELETE')).toEqual([]);

  // That it was closed can be taken back.
  await quarterdeck('tickets', 'reopen', closed.key as string, '--reason', 'The cause is unknown');
  await eventually(async () => (await issueOf(closed)).status === 'In Progress', 30_000);
  const actions = async () => (await auditOf(statement(here.store), id)).map(({ entry }) => entry.action);
  await eventually(async () => (await actions()).includes('ticket.reopened'), 30_000);
  const chain = await actions();
  for (const action of ['asked', 'opened', 'commented', 'moved', 'closed', 'reopening_asked', 'reopened'])
    expect(chain).toContain(`ticket.${action}`);
}, 300_000);

test('a dead letter gets a ticket by policy once it is old enough, one that was asked for is withdrawn, and both end closed', async () => {
  const letter = (receivedAt: Date) =>
    transact(here.store, (tx) =>
      putDeadLetter(tx, here.vault, {
        ...{ lifecycle: 'deal', source: 'portal', contentType: 'application/json' },
        body: Buffer.from('{ "customer_name": "Nordwind GmbH" '),
        problem: { code: 'malformed_json', title: 'The body is not readable.', fix: 'Send JSON.' },
        receivedAt: receivedAt.toISOString(),
      }),
    );
  const old = await letter(new Date(Date.now() - 25 * 3_600_000));
  const young = await letter(new Date());
  await run();
  const row = await eventually(async () => {
    const found = await ticketOf(old);
    return found?.openedAt ? found : null;
  }, 60_000);
  expect(row.askedBy).toBe('policy');
  expect(await ticketOf(young)).toBeUndefined();
  expect(JSON.stringify(await issues())).not.toContain('Nordwind');

  await quarterdeck('tickets', 'open', young);
  const asked = await eventually(async () => {
    const found = await ticketOf(young);
    return found?.key ? found : null;
  }, 60_000);
  jira.people.comment(asked.vendorId as string, 'Known since May.', 'Bo Lind');
  await eventually(
    async () => (await quarterdeck('tickets', 'show', asked.key as string)).includes('Known since'),
    30_000,
  );
  expect(await quarterdeck('deals', 'retry')).toContain(`${asked.key}, open`);
  await quarterdeck('tickets', 'withdraw', asked.key as string, '--reason', 'Known');
  await eventually(async () => (await issueOf(asked)).status === 'Erledigt', 60_000);
  expect(JSON.stringify((await issueOf(asked)).comments)).toContain('takes this ticket back');

  await noteRetry(statement(here.store), old, { case: null, refused: false }, new Date());
  const closed = await eventually(async () => {
    await run();
    const found = await ticketOf(old);
    return found?.closedAt ? found : null;
  }, 60_000);
  expect(JSON.stringify((await issueOf(closed)).comments)).toContain(
    'Settled: it was read again and made no case.',
  );
  expect((await issueOf(closed)).status).toBe('Erledigt');
}, 200_000);

test('a call that proves nothing is refused, and one about a ticket of others reads nothing', async () => {
  const event = JSON.stringify({ webhookEvent: 'jira:issue_updated', issue: { id: '99999' } });
  const forged = await app.inject({
    method: 'POST',
    url: '/webhooks/jira',
    headers: { 'x-hub-signature': `sha256=${'0'.repeat(64)}` },
    payload: event,
  });
  expect(forged.statusCode).toBe(401);
  const { createHmac } = await import('node:crypto');
  const send = (body: string) =>
    app.inject({
      method: 'POST',
      url: '/webhooks/jira',
      headers: { 'x-hub-signature': `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}` },
      payload: body,
    });
  expect((await send(event)).json()).toEqual({ ticket: null, state: 'ignored' });
  for (const body of ['{', '[]', '{"webhookEvent":"x","issue":{"id":"1\\u0000"}}'])
    expect({ body, status: (await send(body)).statusCode }).toEqual({ body, status: 400 });
  expect((await send('{"webhookEvent":"sprint_started"}')).statusCode).toBe(202);
  // A system that is the PRM, too, has its calls about tickets apart from those about registrations.
  const both = { vendor: 'impartner', others: ['impartner', 'salesforce'] };
  expect(ticketHints(here.store, both, run).source).toBe('impartner-tickets');
  const letters = await statement(here.store).query("select from dead_letters where source = 'jira'");
  expect(letters.rowCount).toBe(0);
});
