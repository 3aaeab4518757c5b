import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporalTask } from '../../scripts/setup/instance.ts';
import { CLONE } from '../../scripts/setup/state.ts';
import { temporalCommand } from '../../scripts/setup/temporal.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'qd-tools-'));
  mkdirSync(join(home, 'bin'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function program(name: string, script: string): void {
  writeFileSync(join(home, 'bin', name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(home, 'bin', name), 0o755);
}

/**
 * Runs one function on a machine that has nothing but the programs made above: an empty cache, and no network (a fetch
 * that fails at once).
 */
function onBareMachine(module: string, call: string, env: Record<string, string> = {}) {
  const code = `
    globalThis.fetch = () => Promise.reject(new Error('no network'));
    const m = await import(${JSON.stringify(join(CLONE, 'scripts/setup', module))});
    const said = [];
    try { console.log(JSON.stringify({ value: await m.${call}, said })); }
    catch (error) { console.log(JSON.stringify({ error: error.message, said })); }`;
  const done = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    env: { PATH: join(home, 'bin'), HOME: home, XDG_CACHE_HOME: join(home, 'cache'), ...env },
    encoding: 'utf8',
  });
  return JSON.parse(done.stdout) as { value?: unknown; error?: string; said: string[] };
}

describe('findTemporal', () => {
  const find = 'findTemporal((line) => said.push(line))';

  it('takes the server that TEMPORAL_ADDRESS names', () => {
    const env = { TEMPORAL_ADDRESS: 'temporal.example:7233', TEMPORAL_NAMESPACE: 'channel' };
    expect(onBareMachine('temporal.ts', find, env).value).toEqual({
      kind: 'external',
      address: 'temporal.example:7233',
      namespace: 'channel',
    });
  });

  it('takes the server of a temporal.toml profile', () => {
    const file = join(home, 'temporal.toml');
    writeFileSync(file, '[profile.default]\naddress = "cloud.example:7233"\nnamespace = "prod"\n');
    expect(onBareMachine('temporal.ts', find, { TEMPORAL_CONFIG_FILE: file }).value).toEqual({
      kind: 'external',
      address: 'cloud.example:7233',
      namespace: 'prod',
    });
  });

  it('takes `temporal` on the PATH, then the cache', () => {
    mkdirSync(join(home, 'cache/quarterdeck/bin'), { recursive: true });
    const cached = join(home, 'cache/quarterdeck/bin/temporal');
    writeFileSync(cached, '#!/bin/sh\n');
    chmodSync(cached, 0o755);
    expect(onBareMachine('temporal.ts', find).value).toEqual({ kind: 'executable', path: cached });
    program('temporal', 'exit 0');
    const path = join(home, 'bin/temporal');
    expect(onBareMachine('temporal.ts', find).value).toEqual({ kind: 'executable', path });
  });

  it('builds it with Go where nothing can be downloaded, saying how long that takes', () => {
    program('go', '[ "$1" = install ] && echo > "$GOBIN/temporal" && /bin/chmod +x "$GOBIN/temporal"');
    const { value, said } = onBareMachine('temporal.ts', find);
    expect(value).toEqual({ kind: 'executable', path: join(home, 'cache/quarterdeck/bin/temporal') });
    expect(said).toEqual([
      expect.stringMatching(/Building the Temporal CLI v1\.5\.1 with Go, once \(4 minutes on two idle/),
      expect.stringMatching(/^Temporal CLI built in \d+ s\.$/),
    ]);
  });

  it('names what is missing and how to install it', () => {
    expect(onBareMachine('temporal.ts', find).error).toMatch(
      /Go is on the PATH.*install the Temporal CLI \(.*\) or Go 1\.25/,
    );
  });
});

describe('the dev server command', () => {
  it('listens on the loopback address only, with the fast pragmas and our search attributes', () => {
    const { args } = temporalCommand('temporal', { port: 1, uiPort: 2, dbFile: '/state/temporal.db' });
    const line = args.join(' ');
    expect(line).toContain('--ip 127.0.0.1 --port 1 --ui-ip 127.0.0.1 --ui-port 2');
    expect(line).toContain('--db-filename /state/temporal.db');
    expect(line).toContain('--sqlite-pragma journal_mode=wal --sqlite-pragma synchronous=normal');
    expect(args.filter((one) => one === '--search-attribute')).toHaveLength(13);
  });
});

describe('turns by sender', () => {
  const turnsIn = (args: readonly string[]) => {
    if (!args.includes('matching.enableFairness=true')) return 'none';
    const kinds = ['Read', 'Write'].filter((kind) =>
      args.includes(`matching.numTaskqueue${kind}Partitions=1`),
    );
    return kinds.length === 2 ? 'whole' : kinds.length === 0 ? 'parts' : 'half';
  };

  it('hold in the whole queue where nothing is kept, and are kept as they were where something is', () => {
    const turns = (options: object) => turnsIn(temporalCommand('temporal', { port: 1, ...options }).args);
    const dbFile = '/state/temporal.db';
    expect([turns({}), turns({ dbFile })]).toEqual(['whole', 'none']);
    expect(turns({ dbFile, turns: 'whole' })).toBe('whole');
    expect(turns({ dbFile, turns: 'parts' })).toBe('parts');
  });

  it('begin with a new database; one of before stays as it is, since its waiting tasks would not be found', async () => {
    const state = mkdtempSync(join(tmpdir(), 'turns-'));
    const ports = { temporal: 1, temporalUi: 2, http: 3 };
    const turns = async () => turnsIn((await temporalTask('temporal', state, ports, false).command()).args);
    expect(await turns()).toBe('whole');
    writeFileSync(join(state, 'temporal.db'), '');
    expect(await turns()).toBe('whole');
    writeFileSync(join(state, 'temporal.db.fair'), '');
    expect(await turns()).toBe('parts');
    rmSync(join(state, 'temporal.db.fair'));
    expect(await turns()).toBe('none');
  });
});

describe('findTimeSkipping', () => {
  const find = 'findTimeSkipping((line) => said.push(line))';

  it('says in one sentence what to install when Java or Maven is missing', () => {
    expect(onBareMachine('time-skipping.ts', find).value).toEqual({
      reason: 'install Java 17 and Maven (`apt-get install openjdk-17-jdk-headless maven`)',
    });
    program('java', 'exit 0');
    expect(onBareMachine('time-skipping.ts', find).value).toEqual({
      reason: expect.stringMatching(/^install Maven /),
    });
  });

  it('does not stop the run when Maven fails', () => {
    program('java', 'exit 0');
    program('mvn', 'echo "Could not resolve the artifact"; exit 1');
    expect(onBareMachine('time-skipping.ts', find).value).toEqual({
      reason: expect.stringMatching(/^Maven could not fetch it: .*Could not resolve the artifact$/),
    });
  });
});
