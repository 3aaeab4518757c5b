import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { PREFERRED_PORTS } from '../../scripts/setup/environment.ts';
import { freePorts } from '../../scripts/setup/ports.ts';
import { readRuntime, savePorts } from '../../scripts/setup/state.ts';
import { endsWithRun, runFolder } from '../environment/run.ts';
import { temporalCli } from '../environment/servers.ts';

/** `npm start` that is stopped while the rest of the sample arrives, and started again: what README promises is there, once. */

const ROOT = resolve(import.meta.dirname, '../..');
let state: string;
let starter: ChildProcess;
let said: string;
let database: pg.Client | undefined;

beforeAll(async () => {
  temporalCli();
  state = mkdtempSync(join(runFolder(), 'sample-'));
  const names = Object.keys(PREFERRED_PORTS);
  const ports = await freePorts(names.length);
  savePorts(Object.fromEntries(names.map((name, index) => [name, ports[index] ?? 0])), state);
});
afterAll(async () => {
  await database?.end();
  if (starter) await stop();
  if (state) rmSync(state, { recursive: true, force: true });
});

function start(): void {
  said = '';
  const env = { ...process.env, QUARTERDECK_STATE: state, QUARTERDECK_LLM: 'none' };
  starter = endsWithRun(spawn(process.execPath, [join(ROOT, 'scripts/start.ts')], { cwd: ROOT, env }));
  for (const stream of [starter.stdout, starter.stderr]) {
    stream?.on('data', (chunk) => {
      said += chunk;
    });
  }
}

async function stop(): Promise<void> {
  if (starter.exitCode !== null || starter.signalCode !== null) return;
  const gone = new Promise((done) => starter.once('exit', done));
  starter.kill('SIGINT');
  await gone;
}

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 180_000; !(await what()); ) {
    if (Date.now() > end || starter.exitCode !== null) throw new Error(`in vain; npm start said:\n${said}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

async function query(sql: string): Promise<unknown[][]> {
  if (!database) {
    database = new pg.Client({ connectionString: readRuntime(state)?.environment.DATABASE_URL });
    database.on('error', () => undefined);
    await database.connect();
  }
  return (await database.query({ text: sql, rowMode: 'array' })).rows;
}

const counted = async (from: string) => Number((await query(`select count(*) from ${from}`))[0]?.[0]);

test('the first screen comes before the rest, which goes on after an interruption, and nothing is there twice', async () => {
  start();
  await until(() => said.includes('The rest of the sample channel arrives meanwhile'));
  expect(said).toMatch(/10 deal registrations.*Quarterdeck is running/s);
  expect(await counted('cases')).toBeLessThan(60);
  await until(async () => (await counted('cases')) > 60);
  await database?.end();
  database = undefined;
  await stop();
  expect(JSON.parse(readFileSync(join(state, 'sample-done.json'), 'utf8')).parts).toEqual({
    first: expect.any(String),
  });

  start();
  // Claims come behind the registrations, for minutes.
  await until(() => /134 deal registrations.*Quarterdeck is running/s.test(said));
  // README, Quick start.
  expect(said.slice(said.lastIndexOf('134 deal registrations'))).toMatch(
    /101 +waits for a decision\s+12 +kept as a dead letter\s+11 +Approved\s+8 +waits for the partner\s+2 +only watched/,
  );
  expect(await query('select case_id from submissions group by case_id having count(*) > 1')).toEqual([]);
  expect(await counted('dead_letters')).toBe(12);
  const written = readFileSync(join(state, 'sandbox/requests.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { body?: { messageId?: string } });
  const mails = written.flatMap(({ body }) => (body?.messageId ? [body.messageId] : []));
  expect(mails.length).toBeGreaterThan(100);
  expect(new Set(mails).size).toBe(mails.length);
}, 300_000);
