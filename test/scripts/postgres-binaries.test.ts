import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CLONE } from '../../scripts/setup/state.ts';

/** As root, Postgres runs as the user `postgres`. The first test makes a copy in an empty place, the others damage it. */
const asRoot = process.getuid?.() === 0 ? describe : describe.skip;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync('/var/tmp/qd-binaries-');
  chmodSync(folder, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const shared = () => join(folder, 'not', 'there yet');
const state = () => join(folder, 'nor', 'this', 'state');

/** Runs a part of `npm start` in a process of its own, because of the umask. */
function inProcess(umask: number, module: string, code: string) {
  const done = spawnSync(process.execPath, command(umask, module, code), { env: env(), encoding: 'utf8' });
  return { code: done.status, said: done.stderr };
}

function command(umask: number, module: string, code: string): string[] {
  const script = `process.umask(${umask});
    const m = await import(${JSON.stringify(join(CLONE, 'scripts/setup', module))});
    ${code}`;
  return ['--input-type=module', '-e', script];
}

/** With a closed folder for temporary files, as root may have one. */
const env = () => ({ ...process.env, QUARTERDECK_SHARED: shared(), TMPDIR: '/root' });

const MAKE_COPY = ['postgres-binaries.ts', 'm.postgresBinaries()'] as const;
const makeCopy = (umask: number) => inProcess(umask, ...MAKE_COPY);
const makeState = (umask: number) =>
  inProcess(umask, 'state.ts', `m.makeStateFolder(${JSON.stringify(state())})`);
const makeDatabase = (umask: number) =>
  inProcess(
    umask,
    'postgres.ts',
    `const dataFolder = ${JSON.stringify(join(state(), 'postgres'))};
     await m.postgresCommand({ dataFolder, port: 1, password: 'secret', durable: false });`,
  );

const copy = () =>
  join(shared(), readdirSync(shared()).find((name) => name.startsWith('postgres-')) as string);

function versionAsPostgres(): string {
  const user = {
    uid: Number(execFileSync('id', ['-u', 'postgres'])),
    gid: Number(execFileSync('id', ['-g', 'postgres'])),
  };
  return execFileSync(join(copy(), 'bin/postgres'), ['--version'], { ...user, cwd: '/', encoding: 'utf8' });
}

asRoot("root's copy of Postgres", () => {
  it('serves the user postgres when everything is made under umask 077', () => {
    expect(makeState(0o077)).toEqual({ code: 0, said: '' });
    expect(makeDatabase(0o077)).toEqual({ code: 0, said: '' });
    expect(versionAsPostgres()).toContain('PostgreSQL');
    expect(existsSync(join(state(), 'postgres/PG_VERSION'))).toBe(true);
    expect(statSync(state()).mode & 0o777).toBe(0o711);
  });

  it('is mended where an earlier start has closed its folders', () => {
    for (const path of [shared(), copy(), join(copy(), 'bin'), join(copy(), 'lib')]) chmodSync(path, 0o700);
    expect(makeCopy(0o077)).toEqual({ code: 0, said: '' });
    expect(versionAsPostgres()).toContain('PostgreSQL');
  });

  it.each([
    ['lacks a folder', (path: string) => rmSync(join(path, 'share'), { recursive: true })],
    ['holds a file that was cut short', (path: string) => truncateSync(join(path, 'bin/initdb'), 10)],
    ['has a program that may not be run', (path: string) => chmodSync(join(path, 'bin/postgres'), 0o644)],
  ])('is made anew where it %s', (_, damage) => {
    damage(copy());
    expect(makeCopy(0o022)).toEqual({ code: 0, said: '' });
    expect(readdirSync(shared())).toHaveLength(1);
  });

  it('leaves nothing of a copy that was interrupted', () => {
    const [whole, dead] = [copy(), spawnSync('true').pid];
    mkdirSync(`${whole}.${dead}.tmp/bin`, { recursive: true });
    mkdirSync(`${whole}.${process.pid}.tmp`);
    rmSync(whole, { recursive: true });
    expect(makeCopy(0o022)).toEqual({ code: 0, said: '' });
    const left = readdirSync(shared()).map((name) => join(shared(), name));
    expect(left.sort()).toEqual([whole, `${whole}.${process.pid}.tmp`].sort());
    expect(lstatSync(join(whole, 'bin/postgres')).mode & 0o111).toBe(0o111);
  });

  it('is made once for good when several processes find it missing at the same time', async () => {
    const whole = copy();
    rmSync(whole, { recursive: true });
    const seen = new Set<number>();
    const watching = setInterval(() => {
      const one = lstatSync(whole, { throwIfNoEntry: false });
      if (one) seen.add(one.ino);
    }, 5);
    const starts = [1, 2, 3].map(() => spawn(process.execPath, command(0o022, ...MAKE_COPY), { env: env() }));
    const codes = starts.map((one) => new Promise((done) => one.once('exit', done)));
    expect(await Promise.all(codes)).toEqual([0, 0, 0]);
    clearInterval(watching);
    expect(seen.size).toBe(1);
  });

  it('names the folder that keeps its user out of the state folder', () => {
    const closed = join(folder, 'nor');
    chmodSync(closed, 0o700);
    rmSync(join(state(), 'postgres'), { recursive: true });
    const { code, said } = makeDatabase(0o022);
    expect(code).toBe(1);
    expect(said).toContain(`the user \`postgres\` cannot enter ${closed}: run \`chmod o+x '${closed}'\``);
  });
});
