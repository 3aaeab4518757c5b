import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { portAnswers } from '../../scripts/setup/ports.ts';
import { isAlive } from '../../scripts/setup/process-id.ts';
import { type Runtime, readRuntime } from '../../scripts/setup/state.ts';
import { endsWithRun } from '../environment/run.ts';
import { fakeClone } from './fake-clone.ts';

const clone = fakeClone();
const env = { ...process.env, QUARTERDECK_STATE: clone.state, QUARTERDECK_LLM: 'none' };
const script = (name: string) => join(clone.folder, 'scripts', name);
const once = (file: string, ...args: string[]) =>
  spawnSync(process.execPath, [file, ...args], { env, encoding: 'utf8', cwd: '/' });

interface Starter {
  child: ChildProcess;
  said: string;
}
let starter: Starter;

function started(file: string, args: string[]): Starter {
  const one: Starter = { child: endsWithRun(spawn(file, args, { env, cwd: clone.folder })), said: '' };
  for (const stream of [one.child.stdout, one.child.stderr]) {
    stream?.on('data', (chunk) => {
      one.said += chunk;
    });
  }
  return one;
}

/** As a person types it, but without the installation of the packages. */
const npmStart = () => started('npm', ['start', '--ignore-scripts']);
const nodeStart = () => started(process.execPath, [script('start.ts')]);

const hasEnded = ({ child }: Starter) => child.exitCode !== null || child.signalCode !== null;

async function until(what: () => boolean | Promise<boolean>, seconds = 60): Promise<void> {
  for (const end = Date.now() + seconds * 1000; !(await what()); ) {
    if (Date.now() > end || hasEnded(starter))
      throw new Error(`waited in vain; npm start said:\n${starter.said}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

const isRunning = () => starter.said.includes('Quarterdeck is running');

/** Only to the process that was started: in a terminal Ctrl-C reaches the whole group, `kill` and an IDE reach one. */
async function end(signal: NodeJS.Signals): Promise<void> {
  const gone = new Promise((done) => starter.child.once('exit', done));
  starter.child.kill(signal);
  await gone;
}

const runtime = () => readRuntime(clone.state) as Runtime;
const sampleRuns = () => readFileSync(join(clone.state, 'sample-runs'), 'utf8').trim().split('\n');

beforeAll(async () => {
  starter = npmStart();
  await until(isRunning);
});

afterAll(async () => {
  if (!hasEnded(starter)) await end('SIGINT');
  clone.remove();
});

describe('npm start', () => {
  it('says what the first run needs, each step, and where everything is', () => {
    const { said } = starter;
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

  it('delivers the first part of the sample before that, and the rest meanwhile', async () => {
    await until(() => sampleRuns().length === 2);
    const today = new Date().toISOString().slice(0, 10);
    expect(sampleRuns()).toEqual([`first ${today}`, `deals ${today}`]);
    expect(starter.said).toMatch(
      /4 deliveries taken.*reviews list.*is running.*rest of the sample channel arrives/s,
    );
    expect(starter.said).not.toContain('all of it has arrived');
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
    const done = once(join(clone.folder, 'quarterdeck.mjs'), 'cases', 'list', '--json');
    expect(JSON.parse(done.stdout)).toEqual({
      args: ['cases', 'list', '--json'],
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
    expect(starter.said).toContain('postgres ended with SIGKILL');
  });

  it('ends everything in order when npm gets SIGINT, and keeps the state', async () => {
    const { children, ports } = runtime();
    await end('SIGINT');
    expect(starter.said).toContain('Stopped.');
    expect(Object.values(children).filter(isAlive)).toEqual([]);
    for (const port of Object.values(ports)) expect(await portAnswers(port)).toBe(false);
    expect(readFileSync(join(clone.state, 'ends'), 'utf8')).toBe('server worker sandbox ');
    expect(existsSync(join(clone.state, 'temporal.db'))).toBe(true);
  });

  it('lets one of two that start at once have the state folder, and goes on with the sample where it was', async () => {
    // As if the part had been interrupted yesterday.
    const marker = join(clone.state, 'sample-done.json');
    const done = JSON.parse(readFileSync(marker, 'utf8')) as { day: string; parts: object };
    writeFileSync(marker, JSON.stringify({ ...done, day: '2026-01-31' }));
    const both = [nodeStart(), nodeStart()];
    const loser = await Promise.race(
      both.map((one) => new Promise<Starter>((resolve) => one.child.once('exit', () => resolve(one)))),
    );
    starter = both.find((one) => one !== loser) as Starter;
    expect(loser.said).toContain(`being started by another process (${starter.child.pid})`);
    expect(loser.child.exitCode).toBe(0);
    await until(() => isRunning() && sampleRuns().length === 3);
    expect(sampleRuns()[2]).toBe('deals 2026-01-31');
    writeFileSync(join(clone.state, 'sample-may-end'), '');
    await until(() => /all of it has arrived.*Quarterdeck is running/s.test(starter.said));
  });

  it('starts again without the sample, on the same ports, and ends what a killed supervisor left', async () => {
    const { ports, children } = runtime();
    await end('SIGKILL');
    expect(Object.values(children).every(isAlive)).toBe(true);
    starter = npmStart();
    await until(isRunning);
    expect(starter.said).not.toContain('sample ran');
    expect(starter.said).not.toContain('first start');
    expect(starter.said).toContain('Ended what the last run left behind');
    expect(Object.values(children).some(isAlive)).toBe(false);
    expect(runtime().ports).toEqual(ports);
  });

  it("runs on one's own data without the sample once `quarterdeck init` has said so", async () => {
    const { children } = runtime();
    await end('SIGTERM');
    expect(Object.values(children).filter(isAlive)).toEqual([]);
    const environment = { QUARTERDECK_PRM: 'files', QUARTERDECK_PRM_SETTINGS: '{"folder":"/exports"}' };
    writeFileSync(join(clone.state, 'settings.json'), JSON.stringify({ sample: false, environment }));
    starter = npmStart();
    await until(isRunning);
    expect(starter.said).toContain('Vendors of your own');
    expect(Object.keys(runtime().children)).not.toContain('sandbox');
    expect(runtime().environment).toMatchObject(environment);
  });

  it('is cleared by reset once it has stopped', async () => {
    await end('SIGTERM');
    // It holds own data by now, which goes only when that is said.
    const refused = once(script('reset.ts'));
    expect({ status: refused.status, said: refused.stderr.includes('npm run reset -- --own') }).toEqual({
      status: 1,
      said: true,
    });
    expect(existsSync(clone.state)).toBe(true);
    expect(once(script('reset.ts'), '--own').status).toBe(0);
    expect(existsSync(clone.state)).toBe(false);
  });
});
