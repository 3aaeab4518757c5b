import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type ChosenPorts, choosePorts } from '../../scripts/setup/choose-ports.ts';
import { PREFERRED_PORTS } from '../../scripts/setup/environment.ts';
import { freePorts, LOOPBACK } from '../../scripts/setup/ports.ts';
import { savePorts } from '../../scripts/setup/state.ts';

const names = Object.keys(PREFERRED_PORTS);
const shared = process.env.QUARTERDECK_SHARED;
let folder: string;
let said: string[];
let chosen: ChosenPorts[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qd-ports-'));
  process.env.QUARTERDECK_SHARED = join(folder, 'shared');
  said = [];
  chosen = [];
});
afterEach(() => {
  if (shared === undefined) delete process.env.QUARTERDECK_SHARED;
  else process.env.QUARTERDECK_SHARED = shared;
  for (const one of chosen) one.release();
  rmSync(folder, { recursive: true, force: true });
});

async function choose(state: string): Promise<Record<string, number>> {
  const one = await choosePorts(join(folder, state), (line) => said.push(line));
  chosen.push(one);
  return one.ports;
}

async function lastTime(state: string, ports: readonly number[]): Promise<void> {
  savePorts(Object.fromEntries(names.map((name, index) => [name, ports[index] ?? 0])), join(folder, state));
}

it('says which port it took instead of which when a program holds the usual one', async () => {
  const ports = await freePorts(names.length);
  await lastTime('a', ports);
  const server = createServer().listen(ports[0], LOOPBACK);
  await new Promise((done) => server.once('listening', done));
  const got = await choose('a');
  await new Promise((done) => server.close(done));
  expect(Object.values(got).slice(1)).toEqual(ports.slice(1));
  expect(said).toEqual([
    `Ports that other programs have taken:\n  the server listens on ${got.http} instead of ${ports[0]}`,
  ]);
  // The link stays true from now on.
  chosen.pop()?.release();
  expect((await choose('a')).http).toBe(got.http);
  expect(said).toHaveLength(1);
});

it('gives two instances that start at once different ports, although nothing listens yet', async () => {
  const ports = await freePorts(names.length);
  await lastTime('a', ports);
  await lastTime('b', ports);
  const both = await Promise.all([choose('a'), choose('b')]);
  expect(new Set(both.flatMap((one) => Object.values(one))).size).toBe(2 * names.length);
});
