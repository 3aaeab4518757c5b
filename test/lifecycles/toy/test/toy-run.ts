import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { WithStartWorkflowOperation } from '@temporalio/client';
import { bundleWorkflowCode } from '@temporalio/worker';
import { createActivities } from '../activities/index.ts';
import { startPeriodCase } from '../activities/kit/start-period-case.ts';
import { auditOf } from '../adapters/store/audit.ts';
import { insertCase } from '../adapters/store/cases.ts';
import { contentHash } from '../adapters/store/hash.ts';
import { decisionOf, rerunDecision } from '../adapters/store/rerun.ts';
import { statement } from '../adapters/store/statement.ts';
import { insertSubmission } from '../adapters/store/submissions.ts';
import { decideAgain } from '../domain/deciders.ts';
import { caseId } from '../domain/identity.ts';
import { LIFECYCLE_NAMES, type Lifecycle } from '../domain/lifecycles.ts';
import type { CaseInput } from '../workflows/case-input.ts';
import type { SubmissionMessage, SubmissionReply } from '../workflows/messages.ts';
import { runCliProcess } from './cli/cli-process.ts';

/**
 * Takes cases of the lifecycles that are named through all of the product, on the test run's own servers, and writes what became of
 * them to standard output as JSON.
 */
const names = process.argv.slice(2) as Lifecycle[];
const quiet = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error: console.error };
const { code } = await bundleWorkflowCode({ workflowsPath: resolve('workflows/index.ts'), logger: quiet });
process.env.QD_TEST_BUNDLE = join(mkdtempSync(join(tmpdir(), 'toy-bundle-')), 'bundle.js');
writeFileSync(process.env.QD_TEST_BUNDLE, code);

const { ownNamespace } = await import('./environment/servers.ts');
const { startInstallation } = await import('./environment/installation.ts');
const PARTNER = '7001';
const env = await ownNamespace();
const here = await startInstallation(env, { rollout: false });
const db = statement(here.store);
const environment = {
  ...here.environment,
  TEMPORAL_ADDRESS: process.env.QD_TEST_TEMPORAL ?? '',
  TEMPORAL_NAMESPACE: env.namespace ?? 'default',
  QUARTERDECK_TASK_QUEUE: here.taskQueue,
};

const started = await Promise.all(names.map(submitted));
const done = [];
for (const [index, lifecycle] of names.entries())
  done.push(await throughAll(lifecycle, started[index] as string));
const rows = async (sql: string) => (await db.query(sql)).rows;
const registered = Object.keys(createActivities(here.deps)).sort();
const report = {
  done,
  activities: registered,
  listed: readFileSync('activities/names.txt', 'utf8').trim().split('\n'),
  effects: await rows(
    `select key, operation, status, undoes from effects where operation <> '' order by key`,
  ),
  policies: await rows('select lifecycle, body from policies order by lifecycle'),
};
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
  const identity = { lifecycle, source: 'portal', externalId: 'R-1', sequence: 1 };
  const id = caseId(identity);
  await insertCase(db, {
    ...identity,
    case: id,
    status: 'running',
    partnerId: PARTNER,
    openedAt: new Date().toISOString(),
  });
  const canonical = { seats: 25 };
  const message: SubmissionMessage = { case: id, revision: 1, contentHash: contentHash(canonical) };
  const receivedAt = new Date().toISOString();
  await insertSubmission(db, { ...message, updateId: `${id}/1`, canonical, receivedAt });
  const input: CaseInput = { ...identity, case: id, partnerId: PARTNER, sample: false };
  const startWorkflowOperation = new WithStartWorkflowOperation(LIFECYCLE_NAMES[lifecycle].workflow, {
    workflowId: id,
    taskQueue: here.taskQueue,
    args: [input],
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
  await env.client.workflow.executeUpdateWithStart<
    () => Promise<unknown>,
    SubmissionReply,
    [SubmissionMessage]
  >('submit', { startWorkflowOperation, args: [message] });
  return id;
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
  const starter = { store: here.store, client: env.client, taskQueue: here.taskQueue, now: () => new Date() };
  const period = await startPeriodCase(starter, lifecycle, '2026-Q3');
  const again = await startPeriodCase(starter, lifecycle, '2026-Q3');
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
      JSON.stringify({ id: 'R-2', seats: 2 }),
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
