import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { describe } from '@jest/globals';
import { msToTs } from '@temporalio/common/lib/time.js';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { globalHandlers } from '@temporalio/worker/lib/workflow/vm-shared.js';
import pg from 'pg';
import { SEARCH_ATTRIBUTES } from '../../workflows/search-attributes.ts';
import { PASSWORDS, TEMPLATE } from './names.ts';
import { startTimeSkipping } from './time-skipping-env.ts';

// Workers that come and go, and activities that fail because a test wants it, would hide the results behind pages of lines.
Runtime.install({ logger: new DefaultLogger('ERROR') });
// In a test's own process the SDK would take a stack trace for each promise of a workflow, which the test runner then maps to the
// sources: up to a third of the CPU of a test, for a query that none of them asks. Workers that are processes keep it.
Object.assign(globalHandlers, { setPromiseHook: () => undefined });

/** Numbers of temporal.api.enums.v1.IndexedValueType. */
const VALUE_TYPES = { Keyword: 2, Int: 3, Bool: 5, Datetime: 6, KeywordList: 7 } as const;

/** The run's dev server: schedules, lists and search attributes work, time does not skip. End it with teardown(). */
export function devServer(): Promise<TestWorkflowEnvironment> {
  return TestWorkflowEnvironment.createFromExistingServer({ address: needed('QD_TEST_TEMPORAL') });
}

/** The run's dev server under a namespace of this file's own: for cases whose ids the file cannot choose. */
export async function ownNamespace(): Promise<TestWorkflowEnvironment> {
  const namespace = `t-${randomUUID()}`;
  const address = needed('QD_TEST_TEMPORAL');
  const env = await TestWorkflowEnvironment.createFromExistingServer({ address, namespace });
  await env.connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msToTs('1 day'),
  });
  // The server learns of its new namespace within seconds.
  for (const end = Date.now() + 30_000; ; ) {
    try {
      await addSearchAttributes(env, namespace);
      return env;
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((done) => setTimeout(done, 500));
    }
  }
}

/** Without this a start with a search attribute is refused and upsertSearchAttributes never ends. */
async function addSearchAttributes(env: TestWorkflowEnvironment, namespace: string): Promise<void> {
  await env.connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(
      Object.entries(SEARCH_ATTRIBUTES).map(([name, type]) => [name, VALUE_TYPES[type]]),
    ),
  });
}

/**
 * A time-skipping server for one test file (0.3 s): its clock starts where the test's does and no other file's cases hold it up. Only
 * inside `skipWithout('java')`. End it with teardown() in afterAll.
 */
export async function timeSkipping(): Promise<TestWorkflowEnvironment> {
  const env = await startTimeSkipping(needed('QD_TEST_TIMESKIPPING'), needed('QUARTERDECK_PID_FOLDER'));
  await addSearchAttributes(env, 'default');
  await moveAhead(env);
  return env;
}

/** The server begins where the test processes are (machine-clock.ts). */
async function moveAhead(env: TestWorkflowEnvironment): Promise<void> {
  const ms = Number(process.env.QD_TEST_OFFSET_MS ?? 0);
  if (ms < 0)
    throw new Error('a time-skipping server begins now or later: take a QD_TEST_START that is not over');
  if (ms > 0) await env.sleep(ms);
}

/** Connection strings of a test file's own database. */
export interface TestDatabase {
  name: string;
  adminUrl: string;
  appUrl: string;
  auditorUrl: string;
  partnerUrl: string;
  /** Drops it, also under open connections. Not needed: the whole cluster goes at the end of the run. */
  drop(): Promise<void>;
}

/** A new database with the current schema and no rows (30 ms): a copy of the template migrated once per run. */
export async function freshDatabase(): Promise<TestDatabase> {
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  await asAdmin(`create database ${name} template ${TEMPLATE}`);
  const url = (user?: string, password?: string) => {
    const one = new URL(needed('QD_TEST_DATABASE_ADMIN_URL'));
    one.pathname = `/${name}`;
    if (user) one.username = user;
    if (password) one.password = password;
    return one.href;
  };
  return {
    name,
    adminUrl: url(),
    appUrl: url('quarterdeck_app', PASSWORDS.app),
    auditorUrl: url('quarterdeck_auditor', PASSWORDS.auditor),
    partnerUrl: url('quarterdeck_partner', PASSWORDS.partner),
    drop: () => asAdmin(`drop database if exists ${name} with (force)`),
  };
}

/** The run's one bundle of workflows/index.ts, for Worker.create({ workflowBundle }). */
export function workflowBundle(): { codePath: string } {
  return { codePath: needed('QD_TEST_BUNDLE') };
}

/** The run's `temporal` program, for tests that execute its command lines. */
export function temporalCli(): string {
  return needed('QD_TEST_TEMPORAL_CLI');
}

/** The browser's path; only inside `skipWithout('chromium')`. */
export function chromium(): string {
  return needed('QD_TEST_CHROMIUM');
}

const MISSING = {
  java: 'the Temporal server that skips time is missing',
  chromium: 'Chromium is missing',
} as const;

/** `describe` where the tool is there; where it is not, its tests count as skipped and their title says why. */
export function skipWithout(tool: keyof typeof MISSING): (title: string, tests: () => void) => void {
  const path = process.env[tool === 'java' ? 'QD_TEST_TIMESKIPPING' : 'QD_TEST_CHROMIUM'];
  // Not imported: scripts/record-histories.ts uses this file outside of jest.
  const jest = globalThis as unknown as { describe: typeof describe };
  if (path && existsSync(path)) return jest.describe;
  return (title, tests) => jest.describe.skip(`${title} (skipped: ${MISSING[tool]})`, tests);
}

async function asAdmin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: needed('QD_TEST_DATABASE_ADMIN_URL') });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function needed(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(
    process.env.QD_TEST_UNIT
      ? 'QD_TEST_UNIT=1 starts no servers: run this test without it'
      : `${name} is not set: test/environment/setup.ts sets it, so run this through jest`,
  );
}
