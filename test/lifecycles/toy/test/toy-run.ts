import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowNotFoundError } from '@temporalio/client';
import { bundleWorkflowCode, Worker } from '@temporalio/worker';
import pg from 'pg';
import { openBatch } from '../activities/batch/open-batch.ts';
import { createActivities } from '../activities/index.ts';
import { startPeriodCase } from '../activities/kit/start-period-case.ts';
import { eventReaders } from '../adapters/intake/events.ts';
import type { Intake } from '../adapters/intake/receive.ts';
import { auditOf } from '../adapters/store/audit.ts';
import { decisionOf, rerunDecision } from '../adapters/store/rerun.ts';
import { statement } from '../adapters/store/statement.ts';
import { serverConfiguration } from '../contracts/server-configuration.ts';
import { decideAgain } from '../domain/deciders.ts';
import type { Lifecycle } from '../domain/lifecycles.ts';
import { UNSTATED } from '../domain/reading/source-format.ts';
import { workerDataConverter } from '../installation/data-converter.ts';
import { createApp } from '../server/app.ts';
import { watchedInbox } from '../server/inbox.ts';
import { refusedRequests } from '../server/refused-requests.ts';
import { ensureSchedules } from '../workers/schedules.ts';
import { startSweeps } from '../workers/sweeps.ts';
import { runCliProcess } from './cli/cli-process.ts';

/**
 * Takes cases of the lifecycles that are named through all of the product, on the test run's own servers, and writes what became of
 * them to standard output as JSON.
 */
interface Answer {
  status: number;
  body: Record<string, unknown>;
}
const names = process.argv.slice(2) as Lifecycle[];
const quiet = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error: console.error };
const { code } = await bundleWorkflowCode({ workflowsPath: resolve('workflows/index.ts'), logger: quiet });
process.env.QD_TEST_BUNDLE = join(mkdtempSync(join(tmpdir(), 'toy-bundle-')), 'bundle.js');
writeFileSync(process.env.QD_TEST_BUNDLE, code);

const { ownNamespace } = await import('./environment/servers.ts');
const { startInstallation } = await import('./environment/installation.ts');
const PARTNER = '7001';
/** Lines of a batch of rows, and cases of one of cases, of which each tenth needs nobody. */
const LINES = 5_000;
const CASES = 30;
const KEY = 'a-key-of-the-portal-in-this-test-run';
const env = await ownNamespace();
const here = await startInstallation(env, { rollout: false });
const db = statement(here.store);
const environment = {
  ...here.environment,
  TEMPORAL_ADDRESS: process.env.QD_TEST_TEMPORAL ?? '',
  TEMPORAL_NAMESPACE: env.namespace ?? 'default',
  QUARTERDECK_TASK_QUEUE: here.taskQueue,
};

const { store, vault, taskQueue } = here;
const now = () => new Date();
const events = eventReaders({ prm: 'impartner', crm: 'salesforce' });
const formatOf = () => UNSTATED;
const intake: Intake = { store, vault, client: env.client, taskQueue, events, now, formatOf };
const app = createApp({
  intake,
  configuration: serverConfiguration.parse({ QUARTERDECK_API_KEYS: JSON.stringify({ portal: KEY }) }),
  refused: refusedRequests(store, now),
});
const url = await app.listen({ host: '127.0.0.1', port: 0 });
const folder = mkdtempSync(join(tmpdir(), 'toy-inbox-'));
await ensureSchedules(env.client, taskQueue);

const started = await Promise.all(names.map(submitted));
const done = [];
for (const [index, lifecycle] of names.entries())
  done.push(await throughAll(lifecycle, started[index] as string));
const files = await throughInbox();
const rows = async (sql: string) => (await db.query(sql)).rows;
const batches = await throughBatches(names[0] as Lifecycle);
const registered = Object.keys(createActivities(here.deps)).sort();
const report = {
  done,
  files,
  batches,
  refused: await Promise.all(names.map((lifecycle) => post(lifecycle, { id: 'R-5', seats: 0 }))),
  unknown: await post('nothing' as Lifecycle, {}),
  letters: await rows('select lifecycle, problem, source from dead_letters order by lifecycle, received_at'),
  filed: await rows("select case_id from cases where external_id = 'R-3' order by case_id"),
  activities: registered,
  listed: readFileSync('activities/names.txt', 'utf8').trim().split('\n'),
  effects: await rows(
    `select key, operation, status, undoes from effects where operation <> '' order by key`,
  ),
  policies: await rows(
    "select lifecycle, body from policies where lifecycle not like 'incentive:%' order by lifecycle",
  ),
};
await app.close();
rmSync(folder, { recursive: true });
await here.close();
await env.teardown();
console.log(`REPORT ${JSON.stringify(report)}`);
process.exit(0);

/** How many mails have gone to partners; our own people are told, too. */
function toPartners(): number {
  return here.smtp.mails.filter(({ to }) => !/@quarterdeck\./.test(String(to))).length;
}

/** Every record has the same id in every lifecycle. */
async function submitted(lifecycle: Lifecycle): Promise<string> {
  await here.setRollout('*/*/*', 'assisted', 'p-sam', lifecycle);
  const { status, body } = await post(lifecycle, { id: 'R-1', partner: PARTNER, seats: 25 });
  if (status !== 202) throw new Error(`${lifecycle} was answered ${status}: ${JSON.stringify(body)}`);
  return String(body.case);
}

/** As a partner's portal does. */
async function post(lifecycle: Lifecycle, request: object): Promise<Answer> {
  const response = await fetch(`${url}/api/${lifecycle}s`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${KEY}` },
    body: JSON.stringify(request),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

/** Puts the same files into the folder of each lifecycle; what lies in the inbox itself is none of theirs. */
async function throughInbox(): Promise<object[]> {
  const inbox = watchedInbox(intake, folder, (error) => {
    throw error;
  });
  for (const lifecycle of names) {
    const own = join(folder, lifecycle);
    mkdirSync(own);
    writeFileSync(join(own, 'good.json'), JSON.stringify({ id: 'R-3', partner: PARTNER, seats: 3 }));
    writeFileSync(join(own, 'broken.json'), '{');
    writeFileSync(join(own, 'table.csv'), 'id,partner,seats\nR-4,7001,4\n');
  }
  await inbox.look();
  return inbox.look();
}

/** The schedule of the worker, filled in for the first of October. Answers the case or batch that it has started. */
async function startedBySchedule(lifecycle: Lifecycle, length = 'quarter'): Promise<string> {
  const id = `${here.taskQueue}-${lifecycle}-${length}`;
  await env.client.schedule.getHandle(id).backfill({
    start: new Date('2025-09-30T23:59:00Z'),
    end: new Date('2025-10-01T00:01:00Z'),
    overlap: 'ALLOW_ALL',
  });
  const handle = env.client.workflow.getHandle(`${id}-2025-10-01T00:00:00Z`);
  for (const end = Date.now() + 20_000; ; await sleep(200)) {
    try {
      return String(await handle.result());
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError) || Date.now() > end) throw error;
    }
  }
}

/** A batch of rows and one of cases, nine of ten of which wait for people; both as the worker's sweeps and the command line drive them. */
async function throughBatches(lifecycle: Lifecycle) {
  const stop = startSweeps({ ...here.deps, events }, (what) => (error) => console.error(what, error));
  const standing = async (id: string): Promise<Shown> => (await cli('batches', 'show', id)) as Shown;
  const until = async (id: string, is: (shown: Shown) => boolean): Promise<Shown> => {
    for (const end = Date.now() + 60_000; ; await sleep(100)) {
      const shown = await standing(id);
      if (is(shown)) return shown;
      if (Date.now() > end) throw new Error(`${id} is still ${JSON.stringify(shown)}`);
    }
  };
  await makeLines(lifecycle, LINES);
  const lines = await openBatch(here.deps, { kind: `${lifecycle}.lines`, name: 'file', by: 'p-olga' });
  const withBad = await until(lines, ({ state }) => state === 'ended');
  await db.query(`update ${lifecycle}_lines set seats = 2 where seats = 0`);
  await cli('batches', 'retry-failed', lines, '--as', 'olga', '--reason', 'the line is mended');
  const mended = await until(lines, ({ state, counts }) => state === 'ended' && counts.failed === 0);
  const counted = await rows(
    `select counted, count(*)::integer as lines from ${lifecycle}_lines group by counted`,
  );

  await here.setRollout('company/company/few', 'shadow', 'p-sam', lifecycle);
  const input = { cases: CASES };
  const cases = await openBatch(here.deps, {
    kind: `${lifecycle}.period`,
    name: '2026-10',
    input,
    by: 'p-olga',
  });
  const rested = await until(cases, ({ counts: { asked, done } }) => asked + done === CASES);
  await cli('batches', 'pause', cases, '--as', 'olga', '--reason', 'enough for today');
  const again = await cliFails('batches', 'pause', cases, '--as', 'olga', '--reason', 'once more');
  await cli('batches', 'resume', cases, '--as', 'olga', '--reason', 'another day');
  const refused = await cliFails('batches', 'pause', cases, '--as', 'ana', '--reason', 'may I');
  // A reset and an end from outside: the rows say how it goes on.
  const due = await startedBySchedule(lifecycle, 'batch-month');
  await until(due, ({ counts }) => counts.asked === 2);
  const handle = env.client.workflow.getHandle(cases);
  await handle.terminate('somebody was curious');
  for (let number = 1; number <= CASES; number += 1) {
    if (number % 10 === 0) continue;
    const id = `${lifecycle}:schedule:2026~2d10~2f${String(number).padStart(6, '0')}`;
    await here.decide(id, 'p-olga', { action: 'approve', reason: 'enough seats' });
  }
  const ended = await until(cases, ({ state }) => state === 'ended');
  const histories = await Promise.all([lines, cases].map((id) => replayed(id)));
  const listed = await said('batches', 'list', '--all');
  const started = await rows(
    `select count(*)::integer as count from cases where external_id like '2026-10/%' and lifecycle = '${lifecycle}'`,
  );
  const verified = (await cli('audit', 'verify')) as object;
  await stop();
  return {
    withBad,
    mended,
    counted,
    rested,
    due,
    again,
    refused,
    ended,
    histories,
    listed,
    started,
    verified,
  };
}

interface Shown {
  state: string;
  counts: Record<'waiting' | 'running' | 'asked' | 'done' | 'failed', number>;
  failures: object[];
  audit: { action: string; actor: string }[];
}

/** The table that comes with the lifecycle's migration, and a file in it of which one line is wrong. */
async function makeLines(lifecycle: Lifecycle, count: number): Promise<void> {
  const owner = new pg.Client({ connectionString: here.database.adminUrl });
  await owner.connect();
  await owner.query(`create table ${lifecycle}_lines (file text, key text, seats integer, counted integer default 0, primary key (file, key));
    grant select, update on ${lifecycle}_lines to quarterdeck_app`);
  await owner.query(
    `insert into ${lifecycle}_lines select 'file', lpad(n::text, 7, '0'), case when n = 777 then 0 else 1 end from generate_series(1, $1) as n`,
    [count],
  );
  await owner.end();
}

/** How many signals the last run of a batch got; its history replays. */
async function replayed(id: string): Promise<{ signals: number; events: number }> {
  const history = await env.client.workflow.getHandle(id).fetchHistory();
  await Worker.runReplayHistory(
    { workflowBundle: { code }, ...workerDataConverter({ QUARTERDECK_CODEC_KEY: undefined }) },
    history,
    id,
  );
  const all = history.events ?? [];
  const signals = all.filter((event) => event.workflowExecutionSignaledEventAttributes).length;
  return { signals, events: all.length };
}

async function throughAll(lifecycle: Lifecycle, id: string) {
  const asked = await here.until(id, (row) => row.status === 'waiting_for_decision');
  const [page, reviews, words, shown, why, board] = await Promise.all([
    cli('reviews', 'show', id),
    cli('reviews', 'list', '--all', '--lifecycle', lifecycle),
    said('cases', 'list', '--lifecycle', lifecycle),
    cli('cases', 'show', id),
    cli('cases', 'why', id),
    said('cases', 'board', '--lifecycle', lifecycle),
  ]);
  await here.decide(id, 'p-olga', { action: 'approve', reason: 'enough seats' });
  const ended = await here.until(id, (row) => row.status === 'completed');
  const mails = toPartners();
  const written = await accountOf(id);
  const record = await decisionOf(db, id);
  const rerun = record && (await rerunDecision(db, here.vault, { case: id, record }, decideAgain));
  const reversed = await here.reverse(id, 'p-olga');
  const period = await startedBySchedule(lifecycle);
  const again = await startPeriodCase(intake, lifecycle, '2025-Q3');
  const periodAsked = await here.until(period, (row) => row.status === 'waiting_for_decision');
  await here.decide(period, 'p-olga', { action: 'approve', reason: 'the quarter is over' });
  const periodEnded = await here.until(period, (row) => row.status === 'completed');
  return {
    id,
    asked: {
      reasons: (asked.gate as { reasons: { rule: string }[] }).reasons,
      title: asked.title,
      segment: asked.segment,
    },
    page,
    lists: { reviews, words, shown, why, board },
    submitted: await cliWith(
      JSON.stringify({ id: 'R-2', partner: PARTNER, seats: 2 }),
      'cases',
      'submit',
      '-',
      '--lifecycle',
      lifecycle,
    ),
    outcome: ended.outcome,
    mails,
    written,
    rerun: rerun?.result,
    reversed,
    left: await accountOf(id),
    status: (await here.row(id)).status,
    period: {
      id: period,
      again,
      segment: periodAsked.segment,
      partner: periodAsked.partnerId,
      outcome: periodEnded.outcome,
      mails: toPartners(),
    },
    audit: (await auditOf(db, id)).map(({ entry }) => entry.action),
    metrics: await cli('metrics', '--lifecycle', lifecycle),
    rollout: await cli('rollout', 'show', '--lifecycle', lifecycle),
  };
}

async function accountOf(id: string): Promise<boolean> {
  return JSON.stringify(await here.exported()).includes(id);
}

/** The code of a refusal. */
async function cliFails(...args: string[]): Promise<string> {
  const { code: exit, stderr } = await runCliProcess([...args, '--json'], environment, '');
  return `${exit} ${(JSON.parse(stderr) as { code: string }).code}`;
}

async function cli(...args: string[]): Promise<unknown> {
  return cliWith('', ...args);
}

async function cliWith(input: string, ...args: string[]): Promise<unknown> {
  return JSON.parse(await typed([...args, '--json'], input));
}

function said(...args: string[]): Promise<string> {
  return typed(args);
}

async function typed(args: readonly string[], input = ''): Promise<string> {
  const run = await runCliProcess(args, environment, input);
  if (run.code !== 0) throw new Error(`quarterdeck ${args.join(' ')}: ${run.stdout} ${run.stderr}`);
  return run.stdout;
}
