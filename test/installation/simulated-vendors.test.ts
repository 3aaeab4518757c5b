import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { readConfiguration } from '../../installation/configuration.ts';
import { refuseRealVendors } from '../../installation/simulated-vendors.ts';
import { embeddedEnvironment, type ListenerName, PREFERRED_PORTS } from '../../scripts/setup/environment.ts';

const state = mkdtempSync(join(tmpdir(), 'qd-simulated-'));
afterAll(() => rmSync(state, { recursive: true, force: true }));

const sampleWith = (own: NodeJS.ProcessEnv) => {
  const outside = {
    databaseUrls: { DATABASE_URL: 'postgresql://quarterdeck_app:x@127.0.0.1:1/quarterdeck' },
    temporal: {},
  };
  const ports = PREFERRED_PORTS as Record<ListenerName, number>;
  return () => refuseRealVendors(readConfiguration(embeddedEnvironment(state, ports, outside, own)));
};

test('the sample runs on its simulated vendors, and on files inside its own folder', () => {
  expect(sampleWith({})).not.toThrow();
  const folder = join(state, 'exports');
  const settings = JSON.stringify({ folder, out: join(folder, 'out') });
  expect(sampleWith({ QUARTERDECK_CRM: 'files', QUARTERDECK_CRM_SETTINGS: settings })).not.toThrow();
});

test.each([
  ['CRM', 'salesforce', { loginUrl: 'https://acme.my.salesforce.com', clientId: 'a', clientSecret: 'b' }],
  ['CRM', 'hubspot', { accessToken: 'pat-1' }],
  ['CRM', 'files', { folder: '/home/me/exports', out: '/home/me/exports/out' }],
  ['CRM', 'files', { folder: `${state}/../exports`, out: `${state}/../exports/out` }],
  ['PRM', 'impartner', { baseUrl: 'https://127.0.0.1.acme.example', apiKey: 'k' }],
  ['NOTIFY', 'smtp', { host: 'smtp.acme.example', port: 587, from: 'a@acme.example' }],
  ['NOTIFY', 'files', { folder: '/home/me/mail' }],
  ['STAFF', 'slack,mail', { slack: { botToken: 'xoxb-1' } }],
  ['TICKETS', 'jira', { baseUrl: 'https://acme.atlassian.net', email: 'a@acme.example' }],
])('the sample does not start where %s is %s of one’s own', (port, vendor, settings) => {
  const own = { [`QUARTERDECK_${port}`]: vendor, [`QUARTERDECK_${port}_SETTINGS`]: JSON.stringify(settings) };
  expect(sampleWith(own)).toThrow(new RegExp(`simulated vendors only, and QUARTERDECK_${port} leads to`));
});
