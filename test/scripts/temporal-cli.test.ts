import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isAlive, processId } from '../../scripts/setup/process-id.ts';
import { CLONE } from '../../scripts/setup/state.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'qd-cli-'));
  mkdirSync(join(home, 'bin'));
  mkdirSync(cache(), { recursive: true });
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const cache = () => join(home, 'cache/quarterdeck/bin');
const cached = () => join(cache(), 'temporal');
const BUILT = '#!/bin/sh\necho built';
/** What `go install` does when all goes well. */
const INSTALLS = `printf '${BUILT.replaceAll('\n', '\\n')}' > "$GOBIN/temporal"; chmod +x "$GOBIN/temporal"`;

function program(path: string, script: string): string {
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** A stand-in for Go: answers `go env` as that version and runs the script for `go install`. */
function go(install: string, version = 'go1.26.0', toolchain = 'auto'): void {
  const answer = JSON.stringify({ GOVERSION: version, GOTOOLCHAIN: toolchain });
  program(
    join(home, 'bin/go'),
    `[ "$1" = env ] && { echo '${answer}'; exit; }\ncd "${home}"; echo "$@" >> go-ran\n${install}`,
  );
}

/** Runs code against temporal-cli.mjs with an empty cache; SIGINT aborts `signal`. */
function command(code: string): [string, string[], { env: NodeJS.ProcessEnv }] {
  const script = `
    const m = await import(${JSON.stringify(join(CLONE, 'scripts/setup/temporal-cli.mjs'))});
    const stop = new AbortController();
    process.on('SIGINT', () => stop.abort());
    const say = (line) => console.log(line);
    try { console.log(await (${code})) } catch (error) { console.log(error.message); process.exitCode = 1; }`;
  const path = `${join(home, 'bin')}${delimiter}/usr/bin${delimiter}/bin`;
  const env = { PATH: path, HOME: home, XDG_CACHE_HOME: join(home, 'cache') };
  return [process.execPath, ['--input-type=module', '-e', script], { env }];
}

function runs(code: string, more: NodeJS.ProcessEnv = {}): string {
  const [file, args, { env }] = command(code);
  return spawnSync(file, args, { env: { ...env, ...more }, encoding: 'utf8' }).stdout.trimEnd();
}

const BUILD = 'm.buildCli(say, stop.signal)';

function starts() {
  const [file, args, options] = command(BUILD);
  const child = spawn(file, args, options);
  const one = { child, said: '', ended: new Promise((done) => child.once('exit', done)) };
  child.stdout.on('data', (chunk) => {
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

const timesGoRan = () => readFileSync(join(home, 'go-ran'), 'utf8').trim().split('\n').length;
const inHome = (name: string) => existsSync(join(home, name));
/** The pid that a stand-in has written; 0 until then. */
const pidIn = (name: string) => (inHome(name) ? Number(readFileSync(join(home, name), 'utf8')) : 0);

describe('the Temporal command line that is here', () => {
  it('is the one that was handed in, before any other', () => {
    const given = program(join(home, 'given'), '[ "$1" = --version ]');
    program(join(home, 'bin/temporal'), 'exit 0');
    expect(runs('m.findCli()', { QUARTERDECK_TEMPORAL_CLI: given })).toBe(given);
  });

  it.each([
    ['is missing', () => undefined],
    ['does not run', () => program(join(home, 'given'), 'exit 3')],
    ['may not be run', () => writeFileSync(join(home, 'given'), '')],
  ])('is not replaced silently when the one that was handed in %s', (_, make) => {
    make();
    program(cached(), 'exit 0');
    expect(runs('m.findCli()', { QUARTERDECK_TEMPORAL_CLI: join(home, 'given') })).toMatch(
      /^QUARTERDECK_TEMPORAL_CLI names .*given, which does not run .*: correct it or unset it\.$/,
    );
  });

  it('is not the half file that an interrupted build has left in the cache', () => {
    program(cached(), 'exit 0');
    expect(runs('m.findCli()')).toBe(cached());
    writeFileSync(cached(), '\x7fELF half');
    expect(runs('m.findCli()')).toBe('undefined');
    go(INSTALLS);
    expect(runs(BUILD)).toContain('built in');
    expect(readFileSync(cached(), 'utf8')).toBe(BUILT);
  });
});

describe('Go', () => {
  it.each([
    ['go1.19.8', 'auto', false],
    ['go1.24.4', 'local', false],
    ['go1.24.4', 'auto', true],
    ['go1.25.0', 'local', true],
    ['devel go1.27-abc', 'local', true],
  ])('%s with GOTOOLCHAIN=%s can build it: %p', (version, toolchain, can) => {
    go(INSTALLS, version, toolchain);
    const sentence = /is too old to build the Temporal CLI, .*install the Temporal CLI .* or Go 1\.25/;
    expect(runs('m.goTrouble()')).toMatch(can ? /^undefined$/ : sentence);
  });

  it('is heard of while it works: modules, then packages', () => {
    const packages = 'echo example.com/p >&2; '.repeat(3);
    go(`echo 'go: downloading example.com/a v1' >&2; sleep 0.6; ${packages} sleep 0.6; ${INSTALLS}`);
    const said = runs('m.buildCli(say, stop.signal, 100)');
    expect(said).toMatch(/Temporal CLI: 1 of at most 160 modules fetched, \d+ s so far/);
    expect(said).toMatch(/Temporal CLI: 3 of at most 1300 packages compiled, \d+ s so far/);
  });

  it('says why a build failed', () => {
    go('echo "write /x: no space left on device" >&2; exit 1');
    expect(runs(BUILD)).toMatch(
      /could not be built with Go \(exit 1\): mend what it says below(.|\n)*no space left/,
    );
    expect(readdirSync(cache())).toEqual([]);
  });
});

describe('a build that is interrupted', () => {
  const HALF = 'printf half > "$GOBIN/temporal"; chmod +x "$GOBIN/temporal"';
  const SLOW = `${HALF}; sleep 60 & echo $! > sleeper; wait`;

  it('leaves nothing running and nothing that looks complete', async () => {
    go(SLOW);
    const first = starts();
    await until(() => pidIn('sleeper') > 0);
    const sleeper = processId(pidIn('sleeper'));
    first.child.kill('SIGINT');
    expect(await first.ended).toBe(1);
    expect(isAlive(sleeper)).toBe(false);
    expect(readdirSync(cache())).toEqual([]);
  });

  it('is taken over, and cleared, when it was killed', async () => {
    go(SLOW);
    const first = starts();
    await until(() => pidIn('sleeper') > 0);
    first.child.kill('SIGKILL');
    await first.ended;
    const left = pidIn('sleeper');
    process.kill(left);
    go(INSTALLS);
    expect(runs(BUILD)).toContain('built in');
    expect(readdirSync(cache())).toEqual(['temporal']);
  });

  it('is done once by two starts at the same time', async () => {
    go(`while [ ! -e go-on ]; do sleep 0.1; done; ${INSTALLS}`);
    const first = starts();
    await until(() => inHome('go-ran'));
    const second = starts();
    await until(() => second.said.includes(`built by another start (process ${first.child.pid})`));
    writeFileSync(join(home, 'go-on'), '');
    await Promise.all([first.ended, second.ended]);
    expect(second.said).toContain(cached());
    expect(timesGoRan()).toBe(1);
  });
});
