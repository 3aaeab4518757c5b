import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LOOPBACK } from '../../scripts/setup/ports.ts';
import { processId } from '../../scripts/setup/process-id.ts';
import * as state from '../../scripts/setup/state.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qd-state-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const runtime = (http: number, supervisor = processId(process.pid)): state.Runtime => ({
  schemaVersion: 1,
  startedAt: '2026-01-01T00:00:00Z',
  supervisor,
  children: {},
  ports: { http },
  urls: {},
  environment: { DATABASE_URL: 'secret' },
});

describe('the state folder', () => {
  it('is QUARTERDECK_STATE if set, else one per clone outside the clone', () => {
    expect(state.stateFolder({ QUARTERDECK_STATE: '/somewhere' })).toBe('/somewhere');
    const usual = state.stateFolder({});
    expect(usual.startsWith(state.CLONE)).toBe(false);
    expect(usual).toMatch(/-[0-9a-f]{12}$/);
  });

  it('can be listed by its owner only', () => {
    chmodSync(folder, 0o777);
    state.makeStateFolder(folder);
    expect(statSync(folder).mode & 0o044).toBe(0);
  });

  it('keeps a secret once made, readable by its owner only', () => {
    const first = state.keptSecret('postgres', folder);
    expect(first.length).toBeGreaterThanOrEqual(32);
    expect(state.keptSecret('postgres', folder)).toBe(first);
    expect(state.keptSecret('other', folder)).not.toBe(first);
    expect(statSync(join(folder, 'secrets/postgres')).mode & 0o777).toBe(0o600);
  });
});

describe('runtime.json', () => {
  it('holds passwords, so only its owner reads it, and leaves no half-written file', () => {
    state.writeRuntime(runtime(1), folder);
    state.writeRuntime(runtime(2), folder);
    expect(state.readRuntime(folder)?.ports.http).toBe(2);
    expect(statSync(join(folder, 'runtime.json')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['runtime.json']);
  });

  it('reads as nothing when it is missing or damaged', () => {
    expect(state.readRuntime(folder)).toBeUndefined();
    writeFileSync(join(folder, 'runtime.json'), '{"half');
    expect(state.readRuntime(folder)).toBeUndefined();
  });

  it('tells a running instance from one that is starting and one that is gone', async () => {
    const server = createServer().listen(0, LOOPBACK);
    await new Promise((done) => server.once('listening', done));
    const { port } = server.address() as { port: number };
    state.writeRuntime(runtime(port), folder);
    expect((await state.runningInstance(folder))?.ready).toBe(true);
    await new Promise((done) => server.close(done));
    expect((await state.runningInstance(folder))?.ready).toBe(false);
    // The same pid with another start time is another process.
    state.writeRuntime(runtime(port, { pid: process.pid, started: '1' }), folder);
    expect(await state.runningInstance(folder)).toBeUndefined();
    state.removeRuntime(folder);
    expect(existsSync(join(folder, 'runtime.json'))).toBe(false);
  });

  it('keeps the ports when the instance is forgotten', () => {
    state.savePorts({ http: 8321 }, folder);
    state.removeRuntime(folder);
    expect(state.readPorts(folder)).toEqual({ http: 8321 });
  });
});
