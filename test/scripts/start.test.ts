import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { portAnswers } from '../../scripts/setup/ports.ts';
import { isAlive } from '../../scripts/setup/process-id.ts';
import { type Runtime, readRuntime } from '../../scripts/setup/state.ts';
import { fakeClone } from './fake-clone.ts';

const clone = fakeClone();
const { QUARTERDECK_PID_FOLDER: _, ...inherited } = process.env;
const env = { ...inherited, QUARTERDECK_STATE: clone.state, QUARTERDECK_LLM: 'none' };
const script = (name: string) => join(clone.folder, 'scripts', name);
const once = (file: string, ...args: string[]) =>
  spawnSync(process.execPath, [file, ...args], { env, encoding: 'utf8', cwd: '/' });

let starter: ChildProcess;
let said = '';

function start(): void {
  said = '';
  starter = spawn(process.execPath, [script('start.ts')], { env, cwd: '/' });
  starter.stdout?.on('data', (chunk) => {
    said += chunk;
  });
  starter.stderr?.on('data', (chunk) => {
    said += chunk;
  });
}

async function until(what: () => boolean | Promise<boolean>, seconds = 60): Promise<void> {
  for (const end = Date.now() + seconds * 1000; !(await what()); ) {
    if (Date.now() > end || starter.exitCode !== null)
      throw new Error(`waited in vain; npm start said:\n${said}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

const runtime = () => readRuntime(clone.state) as Runtime;

beforeAll(async () => {
  start();
  await until(() => said.includes('Quarterdeck is running'));
});

afterAll(async () => {
  if (starter.exitCode === null && starter.signalCode === null) {
    starter.kill('SIGINT');
    await new Promise((done) => starter.once('exit', done));
  }
  clone.remove();
});

describe('npm start', () => {
  it('says what the first run needs, each step, and where everything is', () => {
    expect(said).toContain('first start on this machine');
    expect(said).toMatch(/minute.* MB of disk/);
    for (const step of ['1/5] Temporal', '2/5] Postgres', '3/5] Simulated', '4/5] Worker', '5/5] Server']) {
      expect(said).toContain(step);
    }
    expect(said).toContain(`sample ran against ${runtime().urls.Server}`);
    expect(said).toContain('No model is set');
    expect(said).toContain('$ quarterdeck reviews list');
    expect(said).toContain('quarterdeck reviews approve CASE');
  });

  it('gives the app a role that owns nothing, on a database with the current schema', async () => {
    const client = new pg.Client({ connectionString: runtime().environment.DATABASE_URL as string });
    await client.connect();
    const { rows } = await client.query(
      `select current_user::text as me, rolsuper, rolbypassrls,
              (select count(*)::int from pg_class where relowner = pg_roles.oid) as owned
         from pg_roles where rolname = current_user`,
    );
    await client.end();
    expect(rows).toEqual([{ me: 'quarterdeck_app', rolsuper: false, rolbypassrls: false, owned: 0 }]);
  });

  it('detects that it is already running, and reset refuses', () => {
    const second = once(script('start.ts'));
    expect(second.status).toBe(0);
    expect(second.stdout).toContain('already running');
    expect(second.stdout).toContain(runtime().urls.Server);
    const reset = once(script('reset.ts'));
    expect(reset.status).toBe(1);
    expect(reset.stderr).toContain('Ctrl-C');
    expect(existsSync(clone.state)).toBe(true);
  });

  it('lets the quarterdeck command reach it from any folder without settings', () => {
    const done = once(join(clone.folder, 'quarterdeck.mjs'), 'deals', 'list', '--json');
    expect(JSON.parse(done.stdout)).toEqual({
      args: ['deals', 'list', '--json'],
      db: runtime().environment.DATABASE_URL,
    });
  });

  it('brings back Postgres, Temporal and the worker after kill -9', async () => {
    for (const name of ['postgres', 'temporal', 'worker']) {
      const before = runtime().children[name];
      if (!before) throw new Error(`${name} is not running`);
      process.kill(before.pid, 'SIGKILL');
      await until(() => !isAlive(before) && (runtime().children[name]?.pid ?? before.pid) !== before.pid);
      const ports = runtime().ports;
      await until(() => portAnswers(ports[name] as number));
    }
    expect(said).toContain('postgres ended with SIGKILL');
  });

  it('ends everything in order on Ctrl-C and keeps the state', async () => {
    const { children, ports } = runtime();
    starter.kill('SIGINT');
    await new Promise((done) => starter.once('exit', done));
    expect(starter.exitCode).toBe(0);
    expect(Object.values(children).filter(isAlive)).toEqual([]);
    for (const port of Object.values(ports)) expect(await portAnswers(port)).toBe(false);
    expect(readFileSync(join(clone.state, 'ends'), 'utf8')).toBe('server worker sandbox ');
    expect(existsSync(join(clone.state, 'temporal.db'))).toBe(true);
  });

  it('starts again without the sample, on the same ports, and ends what a killed supervisor left', async () => {
    start();
    await until(() => said.includes('Quarterdeck is running'));
    expect(said).not.toContain('sample ran');
    expect(said).not.toContain('first start');
    const { ports, children } = runtime();
    starter.kill('SIGKILL');
    await new Promise((done) => starter.once('exit', done));
    expect(Object.values(children).every(isAlive)).toBe(true);
    start();
    await until(() => said.includes('Quarterdeck is running'));
    expect(said).toContain('Ended what the last run left behind');
    expect(Object.values(children).some(isAlive)).toBe(false);
    expect(runtime().ports).toEqual(ports);
  });

  it("runs on one's own data without the sample once `quarterdeck init` has said so", async () => {
    starter.kill('SIGTERM');
    await new Promise((done) => starter.once('exit', done));
    const environment = { QUARTERDECK_PRM: 'files', QUARTERDECK_PRM_SETTINGS: '{"folder":"/exports"}' };
    writeFileSync(join(clone.state, 'settings.json'), JSON.stringify({ sample: false, environment }));
    start();
    await until(() => said.includes('Quarterdeck is running'));
    expect(said).toContain('Vendors of your own');
    expect(Object.keys(runtime().children)).not.toContain('sandbox');
    expect(runtime().environment).toMatchObject(environment);
  });

  it('is cleared by reset once it has stopped', async () => {
    starter.kill('SIGTERM');
    await new Promise((done) => starter.once('exit', done));
    expect(once(script('reset.ts')).status).toBe(0);
    expect(existsSync(clone.state)).toBe(false);
  });
});
