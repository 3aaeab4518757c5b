import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import pg from 'pg';
import { freePorts } from '../../scripts/setup/ports.ts';
import { endsWithRun } from '../environment/run.ts';
import { freshDatabase, type TestDatabase } from '../environment/servers.ts';
import { deal, SECRETS, webhook } from './rig.ts';

const NODE = join(createRequire(import.meta.url).resolve('node/package.json'), '../bin/node');
const ROOT = resolve(import.meta.dirname, '../..');

let folder: string;
let database: TestDatabase;
let server: ChildProcess | undefined;
let output = '';
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'server-'));
  database = await freshDatabase();
  output = '';
});
afterEach(() => {
  if (server?.exitCode === null) server.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

function start(port: number, env: NodeJS.ProcessEnv): Promise<number | null> {
  server = spawn(NODE, [join(ROOT, 'server/index.ts')], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: database.appUrl,
      QUARTERDECK_MASTER_KEY: randomBytes(32).toString('base64'),
      QUARTERDECK_KEYS: folder,
      QUARTERDECK_RATES: join(folder, 'rates.csv'),
      QUARTERDECK_PRM: 'impartner',
      QUARTERDECK_PRM_SETTINGS: '{"baseUrl":"http://127.0.0.1:1","apiKey":"none"}',
      QUARTERDECK_CRM: 'files',
      QUARTERDECK_NOTIFY: 'files',
      QUARTERDECK_HTTP_PORT: String(port),
      QUARTERDECK_WEBHOOK_SECRETS: JSON.stringify({ portal: { scheme: 'standard', secrets: [SECRETS[0]] } }),
      TEMPORAL_ADDRESS: process.env.QD_TEST_TEMPORAL,
      TEMPORAL_CONFIG_FILE: join(folder, 'none.toml'),
      ...env,
    },
  });
  endsWithRun(server);
  for (const stream of [server.stdout, server.stderr])
    stream?.on('data', (data) => {
      output += data;
    });
  return new Promise((done) => server?.once('exit', (code) => done(code)));
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 150; tries += 1) {
    if (await condition().catch(() => false)) return;
    await sleep(100);
  }
  throw new Error(`it never came true; the server said:\n${output}`);
}

test('the process serves, watches its inbox and ends cleanly when told to', async () => {
  const [port = 0] = await freePorts(1);
  const mail = readFileSync(join(ROOT, 'sandbox/channel/inbox/09-thames.eml'));
  const ended = start(port, { QUARTERDECK_INBOX: folder });
  const url = `http://127.0.0.1:${port}`;
  await until(async () => (await fetch(`${url}/readyz`)).status === 200);
  expect(await webhook({ url }, deal())).toMatchObject({ status: 202 });
  writeFileSync(join(folder, 'thames.eml'), mail);
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  // Kept for a worker, sealed; the server itself asks nobody and reads nothing of it.
  await until(
    async () => (await client.query(`select from deliveries where source = 'email'`)).rowCount === 1,
  );
  const { rows } = await client.query(
    `select form, state, encode(body, 'escape') as sealed from deliveries where source = 'email'`,
  );
  await client.end();
  expect(rows).toEqual([{ form: 'message/rfc822', state: 'waiting', sealed: expect.any(String) }]);
  expect(rows[0].sealed).not.toContain('Brightwater');
  // Beside it lies a mark until a worker has read it.
  const done = () => readdirSync(join(folder, 'done')).filter((name) => name.endsWith('.eml'));
  await until(async () => done().length === 1);
  server?.kill('SIGTERM');
  expect({ code: await ended, output }).toEqual({ code: 0, output: expect.any(String) });
  expect(output).not.toMatch(/Brightwater|okafor|Hansewerft/);
  for (const line of output.trim().split('\n')) expect(() => JSON.parse(line)).not.toThrow();
});

test('a wrong setting ends it at once, by its name', async () => {
  expect(await start(0, { QUARTERDECK_HTTP_HOST: '0.0.0.0' })).toBe(1);
  expect(output).toContain('QUARTERDECK_API_KEYS');
});
