import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readXlsx } from 'hucre/xlsx';
import { EXPORT_KINDS } from '../../cli/init/export-columns.ts';
import { incentivePrograms } from '../../installation/incentives/programs.ts';
import { policyPeople, rolloutPolicy } from '../../installation/policy.ts';
import { openPorts } from '../../installation/ports.ts';
import { ownStateFolder, sampleStateFolder, stateFolder } from '../../installation/state.mjs';
import { processId } from '../../scripts/setup/process-id.ts';
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
/** Without QUARTERDECK_STATE: the folders of the clone are below this one. */
const initBeside = (...more: string[]) =>
  runCli(['init', '--data', data, ...more], { QUARTERDECK_SHARED: data, QUARTERDECK_STATE: '' });
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

  test('everything that is wrong is said at once, and nothing is set', async () => {
    put('partners.csv', 'id,name,tier,region\n00012,A,Gold,EMEA\n00012,,Gold,EMEA\n');
    put('deals.csv', 'id,partner_id,status\nD1,12,Perhaps\n');
    const run = await init();
    const said = run.stdout.replaceAll(/\s+/g, ' ');
    expect(run.code).toBe(2);
    for (const part of [
      'row 2 has this one',
      '3 name nothing',
      '00012 of partners.csv: keep ids as text',
      'Draft, Submitted',
    ])
      expect(said).toContain(part);
    expect(run.stderr).toContain('4 things in your exports cannot be used; nothing was set.');
    expect(existsSync(settingsFile())).toBe(false);
  });

  test('warnings are said and do not hold it up; people.csv becomes the people', async () => {
    put('partners.csv', 'id,name,tier,region,phone\n1,A,Select,EMEA,5\n');
    put(
      'people.csv',
      'id,name,role,email,zone,limit_usd,partners\np-kv,"Vogt: ""K."" #1",admin,kv@a.example,Europe/Berlin,10000,1; 2\n',
    );
    put('rates.csv', 'date,currency,usd\n2026-01-02,EUR,1.05\n');
    const run = await init();
    const said = run.stdout.replaceAll(/\s+/g, ' ');
    expect(run.code).toBe(0);
    expect(said).toContain('phone a column that is not read');
    expect(said).toContain('Select');
    expect(said).toContain('EUR ends on 2026-01-02');
    expect(policyPeople(join(state, 'policy'))).toEqual([
      expect.objectContaining({
        id: 'p-kv',
        name: 'Vogt: "K." #1',
        role: 'admin',
        limitUsd: '10000',
        partners: ['1', '2'],
      }),
    ]);
  });

  test('a template has every column, and is no template twice', async () => {
    const folder = join(data, 'empty');
    const template = () => runCli(['init', '--template', folder], {});
    expect((await template()).code).toBe(0);
    for (const { name, columns } of EXPORT_KINDS)
      expect(readFileSync(join(folder, `${name}.csv`), 'utf8')).toBe(
        `${columns.map((one) => one.name).join(',')}\n`,
      );
    const { sheets } = await readXlsx(readFileSync(join(folder, 'template.xlsx')));
    expect(sheets.map(({ name }) => name)).toEqual([...EXPORT_KINDS.map(({ name }) => name), 'notes']);
    expect(sheets.at(-1)?.rows).toHaveLength(1 + EXPORT_KINDS.flatMap(({ columns }) => columns).length);
    expect((await template()).code).toBe(3);
  });

  test.each([
    ['salesforce', { loginUrl: 'https://acme--uat.sandbox.my.salesforce.com' }, 0],
    ['salesforce', { loginUrl: 'https://acme.my.salesforce.com' }, 3],
    ['salesforce', { loginUrl: 'https://login.salesforce.com' }, 3],
    ['salesforce', { loginUrl: 'https://sandbox.my.salesforce.com.acme.example' }, 3],
    [
      'salesforce',
      { loginUrl: 'https://test.salesforce.com', instanceUrl: 'https://acme.my.salesforce.com' },
      3,
    ],
    ['salesforce', { loginUrl: 'https://login.salesforce.com' }, 3, 'crm'],
    ['hubspot', { accessToken: 'pat' }, 3],
    ['hubspot', { accessToken: 'pat' }, 3, 'prm'],
    ['hubspot', { accessToken: 'pat' }, 0, 'crm'],
    ['hubspot', { baseUrl: 'http://127.0.0.1:9' }, 0],
  ])('against sandboxes %s at %j exits %i', async (vendor, settings, code, testAccounts = '') => {
    const env = {
      QUARTERDECK_STATE: state,
      QUARTERDECK_CRM: vendor,
      QUARTERDECK_CRM_SETTINGS: JSON.stringify(settings),
      QUARTERDECK_TEST_ACCOUNTS: testAccounts,
    };
    const run = await runCli(['init', '--data', data, '--against', 'sandbox'], env);
    expect({ code: run.code, set: existsSync(settingsFile()) }).toEqual({ code, set: code === 0 });
    if (code === 0) {
      const { environment } = readSettings(state);
      // Where the vendor is and its secrets stay in the environment.
      expect(environment).toMatchObject({ QUARTERDECK_AGAINST: 'sandbox' });
      expect(environment.QUARTERDECK_CRM).toBeUndefined();
    }
  });

  test('replaces an earlier setting only when told so, and never the policy that was edited', async () => {
    await init();
    const policy = join(state, 'policy', 'people.yaml');
    writeFileSync(policy, '# mine\n');
    expect((await init()).code).toBe(2);
    expect((await init('--force')).code).toBe(0);
    expect(readFileSync(policy, 'utf8')).toBe('# mine\n');
  });

  test('people who come with a later file are taken where there is nobody yet, and said to be left aside where there is', async () => {
    await init();
    const policy = join(state, 'policy', 'people.yaml');
    writeFileSync(join(data, 'people.csv'), 'id,name,role\np-kv,K. Vogt,admin\n');
    expect((await init('--force')).stdout).toMatch(/Your people are in/);
    expect(readFileSync(policy, 'utf8')).toContain('p-kv');
    writeFileSync(join(data, 'people.csv'), 'id,name,role\np-ms,M. Senn,admin\n');
    expect((await init('--force')).stdout.replace(/\s+/g, ' ')).toMatch(
      /people\.csv was left aside: .* has people already\. Change it, then: quarterdeck people apply\./,
    );
    expect(readFileSync(policy, 'utf8')).not.toContain('M. Senn');
  });

  test('takes nothing over from the sample: another folder, no people, no keys, no rollout, no incentives', async () => {
    const sample = sampleStateFolder({ QUARTERDECK_SHARED: data });
    for (const name of ['postgres', 'secrets', 'keys']) mkdirSync(join(sample, name), { recursive: true });
    expect((await initBeside()).code).toBe(0);
    const own = ownStateFolder({ QUARTERDECK_SHARED: data });
    expect(own).not.toBe(sample);
    expect(readdirSync(own).sort()).toEqual(['policy', 'rates.csv', 'settings.json']);
    expect(policyPeople(join(own, 'policy'))).toEqual([]);
    expect(incentivePrograms(join(own, 'policy'))).toEqual([]);
    expect(readdirSync(sample).sort()).toEqual(['keys', 'postgres', 'secrets']);
    // From now on it is the one that is started, and the sample is still to be had.
    expect(stateFolder({ QUARTERDECK_SHARED: data })).toBe(own);
    expect(readSettings(sample).sample).toBe(true);
  });

  test.each(['postgres', 'temporal.db', 'keys', 'sample-done.json'])(
    'a state folder with %s in it is the sample’s or another’s, also with --force',
    async (trace) => {
      mkdirSync(join(state, trace));
      for (const more of [[], ['--force']]) {
        const run = await init(...more);
        expect({ code: run.code, said: /neither is taken over/.test(run.stderr) }).toEqual({
          code: 2,
          said: true,
        });
      }
      writeFileSync(settingsFile(), '{"sample":true,"environment":{}}');
      expect((await init('--force')).code).toBe(2);
      expect(readSettings(state).sample).toBe(true);
    },
  );

  test('is refused while an instance runs, of the sample as well', async () => {
    const runtime = {
      supervisor: processId(process.pid),
      children: {},
      ports: {},
      urls: {},
      environment: {},
    };
    for (const folder of [state, sampleStateFolder({ QUARTERDECK_SHARED: data })]) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'runtime.json'), JSON.stringify(runtime));
      const run = await (folder === state ? init() : initBeside());
      expect({ code: run.code, stderr: run.stderr.replaceAll(/\s+/g, ' ') }).toMatchObject({
        code: 3,
        stderr: expect.stringContaining('Quarterdeck is running on'),
      });
    }
  });

  test('a folder that is not there exits 4', async () => {
    expect((await runCli(['init', '--data', join(data, 'none')], { QUARTERDECK_STATE: state })).code).toBe(4);
  });
});
