import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isAlive, processId } from '../../scripts/setup/process-id.ts';
import { CLONE } from '../../scripts/setup/state.ts';
import { withoutDownloads } from './empty-machine.ts';

const SCRIPT = 'scripts/setup/prepare.mjs';
const LOCK = 'node_modules/.package-lock.json';
/** What the stand-in for npm does when all goes well: one package and the pinned Node, npm's own lock last. */
const INSTALLS = `
  rm -rf node_modules; mkdir -p node_modules/one node_modules/node/bin
  echo {} > node_modules/one/package.json; echo > node_modules/node/bin/node
  echo '{"packages":{"node_modules/one":{}}}' > ${LOCK}`;

let clone: string;
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'qd prepäre-'));
  for (const name of readdirSync(join(CLONE, 'scripts/setup')).filter((one) => one.endsWith('.mjs'))) {
    cpSync(join(CLONE, 'scripts/setup', name), join(clone, 'scripts/setup', name));
  }
  cpSync(join(CLONE, 'installation/state.mjs'), join(clone, 'installation/state.mjs'));
  writeFileSync(join(clone, 'package-lock.json'), '{}');
});
afterEach(() => rmSync(clone, { recursive: true, force: true }));

/** The environment of `npm test` without servers, with an npm that notes that it ran and then does what is given. */
function withNpm(script = INSTALLS): NodeJS.ProcessEnv {
  const bin = join(clone, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'npm'), `#!/bin/sh\ncd "${clone}"\necho "$@" >> npm-ran\n${script}\n`);
  chmodSync(join(bin, 'npm'), 0o755);
  const { npm_execpath: _, ...env } = process.env;
  const path = `${bin}${delimiter}${process.env.PATH}`;
  return { ...env, PATH: path, npm_lifecycle_event: 'pretest', QD_TEST_UNIT: '1' };
}

function prepare(script?: string) {
  const done = spawnSync(process.execPath, [join(clone, SCRIPT)], { env: withNpm(script), encoding: 'utf8' });
  return { code: done.status, said: done.stderr };
}

const timesNpmRan = () =>
  existsSync(join(clone, 'npm-ran'))
    ? readFileSync(join(clone, 'npm-ran'), 'utf8').trim().split('\n').length
    : 0;

/** The same, not waited for. */
function starts(script?: string) {
  const child = spawn(process.execPath, [join(clone, SCRIPT)], { env: withNpm(script) });
  const one = { child, said: '', ended: new Promise<number | null>((done) => child.once('exit', done)) };
  child.stderr.on('data', (chunk) => {
    one.said += chunk;
  });
  return one;
}

async function until(what: () => boolean): Promise<void> {
  for (const end = Date.now() + 30_000; !what(); ) {
    if (Date.now() > end) throw new Error('waited in vain');
    await new Promise((done) => setTimeout(done, 20));
  }
}

/** The pid that a stand-in has written; 0 until then. */
const pidIn = (name: string) =>
  existsSync(join(clone, name)) ? Number(readFileSync(join(clone, name), 'utf8')) : 0;

describe('prepare.mjs', () => {
  it('installs what is missing, once', () => {
    const { code, said } = prepare();
    expect(code).toBe(0);
    expect(said).toMatch(/npm ci: [\d.]+ GB, .* minutes/);
    expect(said).toMatch(/Packages installed in \d+ s/);
    expect(prepare()).toEqual({ code: 0, said: '' });
    expect(timesNpmRan()).toBe(1);
  });

  it.each([
    ['is older than the lock', () => utimesSync(join(clone, LOCK), 1, 1)],
    ['lacks a package', () => rmSync(join(clone, 'node_modules/one'), { recursive: true })],
    ['lacks the pinned Node', () => rmSync(join(clone, 'node_modules/node'), { recursive: true })],
    ['was cut short', () => writeFileSync(join(clone, LOCK), '{"packages":')],
  ])('installs again when node_modules %s', (_, damage) => {
    prepare();
    damage();
    expect(prepare().code).toBe(0);
    expect(timesNpmRan()).toBe(2);
    expect(prepare().said).toBe('');
  });

  it('says what to do when npm fails, and when it leaves packages out', () => {
    expect(prepare('echo "npm error network" >&2; exit 4')).toEqual({
      code: 1,
      said: expect.stringMatching(/npm error network\nnpm ci failed \(exit 4\): see its message above/),
    });
    expect(prepare('exit 0')).toEqual({ code: 1, said: expect.stringContaining('`ignore-scripts`') });
  });

  it('refuses an old Node in one sentence', async () => {
    const { nodeTooOld } = (await import(join(CLONE, SCRIPT))) as {
      nodeTooOld(v: string): string | undefined;
    };
    expect(nodeTooOld('18.19.0')).toBe(
      'Node 18.19.0 is too old: install Node 20 or newer from https://nodejs.org and run this again.',
    );
    expect(nodeTooOld('20.0.0')).toBeUndefined();
  });
});

describe('what is built beside the packages', () => {
  /** The environment of `npm start` where Temporal must be built, with a pinned Node that answers for Postgres. */
  function buildsTemporal(npm: string, go: string): NodeJS.ProcessEnv {
    const { QD_TEST_UNIT: _, ...env } = withNpm(npm);
    const program = (name: string, script: string) => {
      writeFileSync(join(clone, 'bin', name), `#!/bin/sh\ncd "${clone}"\n${script}\n`);
      chmodSync(join(clone, 'bin', name), 0o755);
    };
    program('go', `[ "$1" = env ] && { echo '{"GOVERSION":"go1.26.0"}'; exit; }\n${go}`);
    program('useradd', '');
    return {
      ...env,
      PATH: `${join(clone, 'bin')}${delimiter}/usr/bin${delimiter}/bin`,
      HOME: clone,
      XDG_CACHE_HOME: join(clone, 'cache'),
      QUARTERDECK_STATE: join(clone, 'state'),
      QUARTERDECK_SHARED: join(clone, 'shared'),
      QUARTERDECK_TEMPORAL_CLI: '',
      TEMPORAL_ADDRESS: '',
      NODE_OPTIONS: withoutDownloads(clone),
      npm_lifecycle_event: 'prestart',
    };
  }
  const run = (npm: string, go: string) =>
    spawnSync(process.execPath, [join(clone, SCRIPT)], { env: buildsTemporal(npm, go), encoding: 'utf8' });
  const pinned = (script: string) =>
    `${INSTALLS}\nprintf '#!/bin/sh\\n${script}\\n' > node_modules/node/bin/node; chmod +x node_modules/node/bin/node`;
  const BUILDS = 'printf "#!/bin/sh\\n" > "$GOBIN/temporal"; chmod +x "$GOBIN/temporal"';

  it('is the Temporal command line, at the same time', () => {
    // Each waits for the other to have begun.
    const waits = (own: string, other: string) =>
      `touch ${own}; while [ ! -e ${other} ]; do sleep 0.1; done;`;
    const done = run(waits('a', 'b') + pinned('exit 0'), waits('b', 'a') + BUILDS);
    expect([done.status, done.stderr]).toEqual([0, expect.stringMatching(/Temporal CLI built in \d+ s/)]);
    expect(existsSync(join(clone, 'cache/quarterdeck/bin/temporal'))).toBe(true);
  });

  it('ends at once when Postgres turns out not to run here', () => {
    const done = run(
      pinned('while [ ! -s go-pid ]; do sleep 0.1; done; echo Postgres does not run here; exit 1'),
      'echo $$ > go-pid; sleep 60',
    );
    expect([done.status, done.stderr]).toEqual([1, expect.stringMatching(/\nPostgres does not run here\n$/)]);
    expect(isAlive({ pid: pidIn('go-pid') })).toBe(false);
  });

  it('ends at once when the packages cannot be installed, and leaves no part of itself', () => {
    const done = run('while [ ! -s go-pid ]; do sleep 0.1; done; exit 3', 'echo $$ > go-pid; sleep 60');
    expect([done.status, done.stderr]).toEqual([1, expect.stringContaining('npm ci failed (exit 3)')]);
    expect(isAlive({ pid: pidIn('go-pid') })).toBe(false);
    expect(readdirSync(join(clone, 'cache/quarterdeck/bin'))).toEqual([]);
  });
});

describe('an installation that is interrupted', () => {
  const SLOW = `mkdir -p node_modules/half; sleep 60 & echo $! > sleeper; wait; ${INSTALLS}`;

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'leaves nothing running after %s and is done anew',
    async (signal) => {
      const first = starts(SLOW);
      await until(() => pidIn('sleeper') > 0);
      const sleeper = processId(pidIn('sleeper'));
      first.child.kill(signal);
      expect(await first.ended).toBeGreaterThan(128);
      expect(first.said).toContain('Stopped; nothing was left running');
      expect(isAlive(sleeper)).toBe(false);
      expect(prepare().code).toBe(0);
      expect(existsSync(join(clone, LOCK))).toBe(true);
    },
  );

  it('is waited for by the next start when its npm has outlived it', async () => {
    const first = starts(`echo $$ > npm-pid; while [ ! -e go-on ]; do sleep 0.1; done; ${INSTALLS}`);
    await until(() => pidIn('npm-pid') > 0);
    first.child.kill('SIGKILL');
    await first.ended;
    await waitsFor(pidIn('npm-pid'), 1);
  });

  it('is done once by two starts at the same time', async () => {
    const first = starts(`while [ ! -e go-on ]; do sleep 0.1; done; ${INSTALLS}`);
    await until(() => timesNpmRan() === 1);
    await waitsFor(first.child.pid as number, 1);
    expect(await first.ended).toBe(0);
  });

  (process.platform === 'linux' ? it : it.skip)('waits for an npm that somebody runs by hand', async () => {
    const script = `while [ ! -e go-on ]; do read -t 0.1 < /dev/zero || sleep 0.1; done`;
    const byHand = spawn('bash', ['-c', `exec -a "npm ci" bash -c '${script}'`], {
      cwd: clone,
    }) as ChildProcess;
    await until(() => readFileSync(`/proc/${byHand.pid}/cmdline`, 'utf8').startsWith('npm ci'));
    await waitsFor(byHand.pid as number, 1);
  });

  /** A start says that it waits for this process, and ends well when that is let go. */
  async function waitsFor(pid: number, npmRuns: number): Promise<void> {
    const second = starts();
    await until(() => second.said.includes(`npm (process ${pid}) still installs packages here`));
    writeFileSync(join(clone, 'go-on'), '');
    expect(await second.ended).toBe(0);
    expect(timesNpmRan()).toBe(npmRuns);
    expect(readdirSync(clone).filter((name) => name.startsWith('.npm-ci.lock'))).toEqual([]);
  }
});
