import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { rolloutPolicy } from '../../installation/policy.ts';
import { openPorts } from '../../installation/ports.ts';
import { readSettings } from '../../scripts/setup/settings.ts';
import { runCli } from './run-cli.ts';

let data: string;
let state: string;

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "qd-it's own-"));
  state = join(data, 'state');
  mkdirSync(state);
  put('partners.csv', 'id,name,tier,region\n1,Nordlicht GmbH,Gold,EMEA\n2,Lumiere,Silver,EMEA\n');
  put('accounts.json', '[{"id":"A1","name":"Hansewerft","website":"https://hansewerft.example"}]');
});

afterEach(() => rmSync(data, { recursive: true, force: true }));

const put = (name: string, text: string) => writeFileSync(join(data, name), text);
const init = (...more: string[]) => runCli(['init', '--data', data, ...more], { QUARTERDECK_STATE: state });
const settingsFile = () => join(state, 'settings.json');

describe('init', () => {
  test("says what it found and leaves settings that npm start's vendors accept, without the sample", async () => {
    const run = await init();
    expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(/partners\.csv +2 {2}good\naccounts\.json +1 {2}good/);
    expect(run.stdout).toContain('No rates.csv');
    const settings = readSettings(state);
    expect(settings.sample).toBe(false);
    const configured = Object.fromEntries(
      Object.entries(settings.environment).map(([name, value]) => [
        name,
        name.endsWith('_SETTINGS') ? JSON.parse(value) : value,
      ]),
    );
    const ports = await openPorts(configured as never, ['prm', 'crm', 'notify']);
    const partner = await ports.prm.partners.read('2', { timeoutMs: 1_000, mayWait: true });
    expect(partner).toMatchObject({ name: 'Lumiere', tier: 'Silver' });
    expect(() => rolloutPolicy(settings.environment.QUARTERDECK_POLICY ?? '')).not.toThrow();
    expect(readFileSync(settings.environment.QUARTERDECK_RATES ?? '', 'utf8')).toBe('date,currency,usd\n');
  });

  test.each([
    ['a missing export', () => rmSync(join(data, 'partners.csv')), 'partners.csv: is missing'],
    ['a row without a name', () => put('partners.csv', 'id,name,tier,region\n1,,Gold,EMEA\n'), 'row 1, name'],
    ['a file that is no JSON', () => put('accounts.json', '{'), 'cannot be read'],
    ['a rate that is no number', () => put('rates.csv', 'date,currency,usd\n2026-01-01,EUR,one\n'), 'line 2'],
  ])('%s is named, and nothing is set', async (_, spoil, said) => {
    spoil();
    const run = await init();
    expect(run.code).toBe(2);
    expect(run.stdout.replaceAll(/\s+/g, ' ')).toContain(said);
    expect(existsSync(settingsFile())).toBe(false);
  });

  test('replaces an earlier setting only when told so, and never the policy that was edited', async () => {
    await init();
    const policy = join(state, 'policy', 'people.yaml');
    writeFileSync(policy, '# mine\n');
    expect((await init()).code).toBe(2);
    expect((await init('--force')).code).toBe(0);
    expect(readFileSync(policy, 'utf8')).toBe('# mine\n');
  });

  test('a folder that is not there exits 4', async () => {
    expect((await runCli(['init', '--data', join(data, 'none')], { QUARTERDECK_STATE: state })).code).toBe(4);
  });
});
