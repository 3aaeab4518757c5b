import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { readServerConfiguration } from '../../contracts/server-configuration.ts';
import { readConfiguration } from '../../installation/configuration.ts';
import { openPorts } from '../../installation/ports.ts';
import { embeddedEnvironment, type ListenerName, PREFERRED_PORTS } from '../../scripts/setup/environment.ts';
import { readSettings } from '../../scripts/setup/settings.ts';

let state: string;
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'qd-settings-'));
});
afterEach(() => rmSync(state, { recursive: true, force: true }));

const databaseUrls = { DATABASE_URL: 'postgresql://quarterdeck_app:x@127.0.0.1:1/quarterdeck' };
const outside = { databaseUrls, temporal: { TEMPORAL_ADDRESS: '127.0.0.1:7233' } };
const environment = (own: NodeJS.ProcessEnv) =>
  embeddedEnvironment(state, PREFERRED_PORTS as Record<ListenerName, number>, outside, own);

it('gives worker and server everything that their configuration asks for, on simulated vendors', async () => {
  const env = environment({});
  const configuration = readConfiguration(env);
  expect(configuration.QUARTERDECK_ENVIRONMENT).toBe('development');
  await expect(
    openPorts(configuration, ['prm', 'crm', 'notify', 'staff', 'llm', 'enrich']),
  ).resolves.toBeDefined();
  expect(readServerConfiguration(env).QUARTERDECK_HTTP_PORT).toBe(PREFERRED_PORTS.http);
});

it('makes its secrets once', () => {
  expect(environment({})).toEqual(environment({}));
});

it("lets one's own vendor win, and never gives it the simulated one's settings", () => {
  const env = environment({
    QUARTERDECK_CRM: 'files',
    QUARTERDECK_STATE: '/elsewhere',
    DATABASE_URL: 'other',
  });
  expect(env).toMatchObject({ QUARTERDECK_CRM: 'files', QUARTERDECK_CRM_SETTINGS: '{}' });
  expect(env.QUARTERDECK_PRM).toBe('impartner');
  expect(env.QUARTERDECK_STATE).toBe(state);
  expect(env.DATABASE_URL).toBe(databaseUrls.DATABASE_URL);
});

it("simulates no vendor on one's own data: a port that was not configured has its default", () => {
  const own = { QUARTERDECK_PRM: 'files', QUARTERDECK_CRM: 'files', QUARTERDECK_NOTIFY: 'files' };
  const ports = PREFERRED_PORTS as Record<ListenerName, number>;
  const env = embeddedEnvironment(state, ports, outside, own, false);
  expect(env).toMatchObject(own);
  const simulated = Object.entries(env).filter(
    ([name, value]) => /_SETTINGS$/.test(name) && value.includes('127.0.0.1'),
  );
  expect(simulated).toEqual([]);
  const { QUARTERDECK_STAFF, QUARTERDECK_TICKETS } = readConfiguration(env);
  expect({ QUARTERDECK_STAFF, QUARTERDECK_TICKETS }).toEqual({
    QUARTERDECK_STAFF: 'mail',
    QUARTERDECK_TICKETS: 'none',
  });
});

it('uses the sample without settings and says so when they are damaged', () => {
  expect(readSettings(state)).toEqual({ sample: true, environment: {} });
  writeFileSync(join(state, 'settings.json'), '{"environment":{"A":1}}');
  expect(() => readSettings(state)).toThrow(/settings\.json is damaged: run `quarterdeck init` again/);
});
