import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createEnrich } from '../../adapters/enrich/index.ts';
import type { EnrichPort } from '../../adapters/ports/enrich.ts';
import { createEnrichSource, type SimulatedCompany } from '../../sandbox/enrich.ts';
import { call, control, deadUrl, faultOf, httpOf, type Rig } from './contract.ts';

const company = (change: Partial<SimulatedCompany>): SimulatedCompany => ({
  id: 'C-1',
  name: 'Rheinwerk Logistik AG',
  domain: 'rheinwerk-logistik.example',
  country: 'DE',
  industry: 'logistics',
  employees: 420,
  ...change,
});
const COMPANIES = [
  company({}),
  company({ id: 'C-2', name: 'Zwilling GmbH', domain: null, country: 'DE' }),
  company({ id: 'C-3', name: 'Zwilling AG', domain: null, country: 'AT', industry: null, employees: null }),
  company({ id: 'C-4', name: 'Doppel GmbH', domain: 'doppel.example' }),
  company({ id: 'C-5', name: 'Doppel Handel', domain: 'doppel.example' }),
];

const rows: { vendor: string; http: boolean; open(): Promise<Rig<EnrichPort>> }[] = [
  {
    vendor: 'files',
    http: false,
    async open() {
      const folder = await mkdtemp(join(tmpdir(), 'enrich-files-'));
      const columns = ['id', 'name', 'domain', 'country', 'industry', 'employees'] as const;
      const csv = [
        columns.join(','),
        ...COMPANIES.map((each) => columns.map((name) => each[name] ?? '').join(',')),
      ];
      await writeFile(join(folder, 'companies.csv'), csv.join('\n'));
      return {
        port: createEnrich('files', { folder }) as EnrichPort,
        state: async () => '',
        close: () => rm(folder, { recursive: true }),
      };
    },
  },
  {
    vendor: 'http',
    http: true,
    async open() {
      const simulator = createEnrichSource({ companies: COMPANIES });
      const baseUrl = await simulator.listen();
      const settings = { baseUrl, apiKey: 'sandbox-enrich-key', requestsPerSecond: 1000 };
      const { state, ...http } = control(simulator, baseUrl);
      const again = (more: object) => createEnrich('http', { ...settings, ...more }) as EnrichPort;
      return {
        port: again({}),
        state,
        http: { ...http, again, secrets: ['sandbox-enrich-key'], harmless: /^$/ },
        close: () => simulator.close(),
      };
    },
  },
];

describe.each(rows)('the enrichment adapter $vendor', ({ http, open }) => {
  let rig: Rig<EnrichPort>;
  beforeEach(async () => {
    rig = await open();
  });
  afterEach(() => rig.close());
  const ask = (by: Partial<Parameters<EnrichPort['firmographics']>[0]>) =>
    rig.port.firmographics({ domain: null, name: '', country: null, ...by }, call);

  test('knows a company by its domain, whatever it is called', async () => {
    expect(await ask({ domain: 'rheinwerk-logistik.example', name: 'RWL' })).toEqual(COMPANIES[0]);
  });

  test('knows it by its name in other letters and another legal form', async () => {
    expect(await ask({ name: 'RHEINWERK LOGISTIK' })).toMatchObject({ id: 'C-1' });
  });

  test('a country tells two of one name apart; without it neither is meant', async () => {
    expect(await ask({ name: 'Zwilling', country: 'AT' })).toEqual(COMPANIES[2]);
    expect(await ask({ name: 'Zwilling' })).toBeNull();
  });

  test('two of one domain, a stranger, and a namesake with a domain of its own are not known', async () => {
    expect(await ask({ domain: 'doppel.example', name: 'Doppel' })).toBeNull();
    expect(await ask({ domain: 'nobody.example', name: 'Nobody' })).toBeNull();
    expect(await ask({ domain: 'other.example', name: 'Rheinwerk Logistik AG' })).toBeNull();
  });

  if (!http) return;

  test('reads only, and carries its key in the header alone', async () => {
    await ask({ domain: 'x.example', name: 'A & B', country: 'DE' });
    const seen = httpOf(rig).requests.map(({ method, path }) => `${method} ${path}`);
    expect(seen).toEqual(['GET /companies?domain=x.example', 'GET /companies?name=A+%26+B&country=DE']);
  });

  test.each([
    [401, 'auth'],
    [403, 'auth'],
    [429, 'rate_limited'],
    [500, 'unavailable'],
    [422, 'rejected'],
    [200, 'unavailable'],
  ])(
    "an answer of status %p that is no list is a fault %p without the source's words",
    async (status, kind) => {
      await httpOf(rig).fault({ status, body: { error: 'sentinel text' }, headers: { 'retry-after': '2' } });
      const fault = await faultOf(ask({ domain: 'x.example' }));
      expect(fault).toMatchObject({ kind, status, retryAfterMs: 2_000 });
      expect(fault.message).not.toContain('sentinel');
      expect(fault.message).not.toContain('sandbox-enrich-key');
    },
  );

  test('a source that is away is a fault', async () => {
    const gone = httpOf(rig).again({ baseUrl: await deadUrl() });
    const fault = await faultOf(gone.firmographics({ domain: 'x.example', name: '', country: null }, call));
    expect(fault.kind).toBe('unavailable');
  });

  test('a wrong key says so at the first question', async () => {
    const wrong = httpOf(rig).again({ apiKey: 'wrong' });
    const fault = await faultOf(wrong.firmographics({ domain: 'x.example', name: '', country: null }, call));
    expect(fault).toMatchObject({ kind: 'auth', status: 401 });
  });
});

test('an unknown source is named with those that there are, and no setting is printed', () => {
  expect(createEnrich('none', {})).toBeNull();
  expect(() => createEnrich('zoom', {})).toThrow('use one of: none, files, http');
  expect(() => createEnrich('http', { apiKey: 'sentinel', baseUrl: 'ftp://x' })).toThrow(/baseUrl/);
  expect(() => createEnrich('http', { apiKey: 'sentinel', baseUrl: 'ftp://x' })).not.toThrow(/sentinel/);
});
