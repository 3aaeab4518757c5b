import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { emptyMachine, NOBODY, type Run } from './empty-machine.ts';

/**
 * `npm start` and `npm test` as the very first command on a machine. Root tries it as both kinds of user, anybody else as
 * himself. Skipped in a run without servers (QD_TEST_UNIT) and beyond Linux, where processes cannot be looked at.
 */
const isRoot = process.getuid?.() === 0;
const temporal = process.env.QD_TEST_TEMPORAL_CLI ?? '';
const whole = process.platform === 'linux' && temporal !== '' ? describe : describe.skip;

const copyOfPostgres = expect.stringMatching(/^postgres-[^/]*$/);

let machine: ReturnType<typeof emptyMachine>;
const mounts: string[] = [];

/** A file system of its own. */
function mountSmall(name: string, options: string): string {
  const path = join(machine.folder, name);
  mkdirSync(path);
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path]).status !== 0)
    throw new Error(`${path} cannot be mounted`);
  mounts.push(path);
  return path;
}

const mayMount = isRoot && spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;
const withMounts = mayMount ? it : it.skip;
if (!mayMount) console.warn('Full disks and read-only homes are not tried: that takes a root who may mount.');

whole('the first command on an empty machine', () => {
  beforeAll(() => {
    machine = emptyMachine(temporal);
  }, 120_000);
  afterAll(() => {
    for (const path of mounts) spawnSync('umount', ['-l', path]);
    machine.remove();
  });
  afterEach(() => expect(machine.left()).toEqual([]));

  const users: [string, Run][] = isRoot
    ? [
        ['root', {}],
        ['an ordinary user', { uid: NOBODY }],
      ]
    : [['this user', {}]];
  const runs = users.flatMap(([name, user]) =>
    ['022', '077'].map((umask): [string, Run] => [`${name} with umask ${umask}`, { ...user, umask }]),
  );
  // Root with 077 and a user with 022 start to the end. The umask decides who can read what is made before Postgres and for it: the others need
  // no more, and end as a start does that is interrupted.
  const toTheEnd = ({ uid, umask }: Run) => (uid === undefined) === (umask === '077');

  it.each(runs)(
    'npm start, as %s',
    async (_, run) => {
      const start = machine.npm(['start', '--', '--no-sample'], run);
      await start.says(toTheEnd(run) ? 'Quarterdeck is running' : '2/5] Postgres');
      const steps = [
        '1/5] Temporal',
        '2/5] Postgres',
        ...(toTheEnd(run) ? ['4/5] Worker', '5/5] Server'] : []),
      ];
      for (const step of steps) expect(start.said()).toContain(step);
      expect(start.said()).not.toMatch(/EACCES|npm ci|Building/);
      // It found nothing that an earlier start on this machine had left.
      if (run.uid === undefined && isRoot) expect(readdirSync(start.shared)).toContainEqual(copyOfPostgres);
      start.interrupt();
      await start.ended;
      expect(start.said()).toMatch(/Stopped\.|nothing was left running/);
    },
    180_000,
  );

  it.each(runs)(
    'npm test, as %s',
    async (_, run) => {
      const test = machine.npm(['test', '--', 'test/domain/money.test.ts'], run);
      expect([await test.ended, test.said()]).toEqual([0, expect.stringMatching(/Tests: +\d+ passed/)]);
      if (run.uid === undefined && isRoot) expect(readdirSync(test.shared)).toContainEqual(copyOfPostgres);
    },
    180_000,
  );

  /** It ends with exactly one sentence of its own, besides what npm prints. */
  async function refuses(args: string[], run: Run, sentence: RegExp): Promise<void> {
    const command = machine.npm(args, run);
    const code = await command.ended;
    const lines = command
      .said()
      .split('\n')
      .filter((line) => line.trim() !== '' && !/^(> |npm (error|notice|warn))/.test(line));
    expect([code === 0, lines.filter((line) => sentence.test(line))]).toEqual([false, [expect.any(String)]]);
    expect(lines.filter((line) => /^ +at |Error:|errno/.test(line))).toEqual([]);
    // It was refused before anything was installed.
    expect(existsSync(join(machine.bare, 'node_modules'))).toBe(false);
  }

  withMounts.each([
    ['start', 'QUARTERDECK_STATE'],
    ['test', 'QUARTERDECK_SHARED'],
  ])(
    'npm %s with a full disk under %s',
    async (command, variable) => {
      const full = mountSmall(`full ${command}`, 'size=20m,mode=0777');
      await refuses(
        [command],
        { env: { [variable]: join(full, 'new') } },
        new RegExp(
          `300 MB .*are needed on the file system of ${full} and \\d+ MB are free .*set ${variable}`,
        ),
      );
    },
    60_000,
  );

  withMounts(
    'npm start with too small a disk for the packages',
    async () => {
      const small = mountSmall('small', 'size=60m,mode=0777');
      const clone = join(small, 'clone');
      spawnSync('cp', ['-a', machine.bare, clone]);
      await refuses(['start'], { cwd: clone }, /850 MB for the packages in .*small\/clone.*free some space/);
      expect(existsSync(join(clone, 'node_modules'))).toBe(false);
    },
    60_000,
  );

  const HOME_ONLY = {
    XDG_CACHE_HOME: undefined,
    QUARTERDECK_STATE: undefined,
    QUARTERDECK_SHARED: undefined,
  };

  withMounts.each(['start', 'test'])(
    'npm %s with a read-only home',
    async (command) => {
      const home = mountSmall(`read-only ${command}`, 'ro');
      await refuses(
        [command],
        { cwd: machine.bare, env: { ...HOME_ONLY, QUARTERDECK_SHARED: join(home, 'shared'), HOME: home } },
        /cannot write to .*\/\.npm \(npm's cache: read-only file system\) and .*: open it for this user, or set npm_config_cache and /,
      );
    },
    60_000,
  );

  it.each(['start', 'test'])(
    'npm %s as an ordinary user with a home that is not his',
    async (command) => {
      const home = join(machine.folder, `closed ${command}`);
      mkdirSync(home);
      chmodSync(home, 0o555);
      const user = isRoot ? { uid: NOBODY } : {};
      await refuses(
        [command],
        { ...user, env: { ...HOME_ONLY, HOME: home } },
        command === 'start'
          ? /cannot write to .*permission denied.*QUARTERDECK_STATE/
          : /cannot write to .*permission denied.*XDG_CACHE_HOME/,
      );
    },
    60_000,
  );

  it('npm start without any way to get Temporal', async () => {
    await refuses(
      ['start'],
      { cwd: machine.bare, env: { QUARTERDECK_TEMPORAL_CLI: undefined } },
      /^Neither `temporal` nor Go is on the PATH and temporal\.download cannot be reached: install/,
    );
  }, 60_000);

  it('npm start with something else handed in for Temporal', async () => {
    const given = { QUARTERDECK_TEMPORAL_CLI: '/bin/false' };
    await refuses(
      ['start'],
      { cwd: machine.bare, env: given },
      /^QUARTERDECK_TEMPORAL_CLI names \/bin\/false, which does not run/,
    );
  }, 60_000);
});
